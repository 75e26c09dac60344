package io.campusfigshare.access;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The caller, from the access token.
 *
 * @param subject     the subject of the token
 * @param client      the id of the client program; null if the token has none
 * @param campusId    the caller's campus id; null for a program that acts for itself
 * @param roles       all roles of the token
 * @param departments the codes of the departments that the caller may act for, in upper case
 */
public record Caller(
        String subject,
        @Nullable String client,
        @Nullable String campusId,
        Set<String> roles,
        Set<String> departments) {

    private static final ProblemType NOT_PERMITTED =
            new ProblemType("not-for-them", 403, "The token does not permit this for the person");

    static final String SELF = "deposit:self";
    static final String ANY = "deposit:any";
    static final String READ = "deposit:read";

    /** Permits to act for the departments of a claim; with a colon and a code, for the department with that code. */
    static final String DEPARTMENT = "deposit:department";

    /** @param departments the codes in the claim of departments */
    static Caller of(
            String subject,
            @Nullable String client,
            @Nullable String campusId,
            Set<String> roles,
            Collection<String> departments) {
        Set<String> codes = new TreeSet<>();
        if (roles.contains(DEPARTMENT)) {
            departments.forEach(code -> codes.add(upper(code)));
        }
        roles.stream()
                .filter(role -> role.startsWith(DEPARTMENT + ":"))
                .forEach(role -> codes.add(upper(role.substring(DEPARTMENT.length() + 1))));
        codes.remove("");
        return new Caller(
                subject,
                client,
                campusId == null || campusId.isBlank() ? null : campusId,
                Set.copyOf(roles),
                Set.copyOf(codes));
    }

    /**
     * For whom a role applies.
     *
     * @param everybody   whether it applies for everybody
     * @param departments the codes of the departments that it applies for, in upper case
     */
    public record Scope(boolean everybody, Set<String> departments) {

        /** Returns the scope of both roles. */
        public Scope and(Scope other) {
            Set<String> all = new TreeSet<>(departments);
            all.addAll(other.departments);
            return new Scope(everybody || other.everybody, Set.copyOf(all));
        }

        public boolean isEmpty() {
            return !everybody && departments.isEmpty();
        }
    }

    /** Returns for whom the token has the role: {@code ROLE} or {@code ROLE:department:CODE}. */
    public Scope scope(String role) {
        String prefix = role + ":department:";
        return new Scope(
                roles.contains(role),
                roles.stream()
                        .filter(each -> each.startsWith(prefix))
                        .map(each -> upper(each.substring(prefix.length())))
                        .filter(code -> !code.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the client as the store and the audit trail have it; an empty text if there is none. */
    public String program() {
        return client == null ? "" : client;
    }

    /** Fails with 403 if the caller may not act for the person. */
    public void mustActFor(Depositor person) {
        if (!mayActFor(person.campusId(), person.departments())) {
            throw refused();
        }
    }

    /** Fails with 403 if the caller may not read the person's deposits. */
    public void mustRead(Depositor person) {
        if (!mayRead(person.campusId(), person.departments())) {
            throw refused();
        }
    }

    /** Returns the problem without the person's campus id, which the caller may not learn. */
    public static Problem refused() {
        return new Problem(
                NOT_PERMITTED,
                "The token needs the role " + SELF + " for the caller's own deposits, " + DEPARTMENT
                        + ":CODE for the person's department, or " + ANY + "; " + READ + " suffices for reading.");
    }

    /** Whether the caller may act for every person. */
    public boolean mayActForEverybody() {
        return roles.contains(ANY);
    }

    /** Whether the caller may neither act nor read for another person. */
    public boolean isLimitedToThemself() {
        return !roles.contains(ANY) && !roles.contains(READ) && departments.isEmpty();
    }

    /** Whether the caller may learn that a person with this campus id exists. */
    public boolean maySee(String person) {
        return !isLimitedToThemself() || person.equals(campusId);
    }

    /** Whether the caller may act or read for anybody. */
    boolean hasRole() {
        return roles.contains(SELF) || roles.contains(ANY) || roles.contains(READ) || !departments.isEmpty();
    }

    /** Returns whose deposits the caller may read, besides their own. */
    public Scope readableDeposits() {
        return new Scope(roles.contains(ANY) || roles.contains(READ), departments);
    }

    /** Returns the campus id of the person whose deposits are the caller's own; null if that is nobody. */
    public @Nullable String self() {
        return roles.contains(SELF) ? campusId : null;
    }

    /**
     * Whether the caller may act for this person.
     *
     * @param person the person's campus id; compared exactly
     * @param groups the codes of the person's department and of those above it; case is ignored
     */
    boolean mayActFor(String person, Collection<String> groups) {
        return roles.contains(ANY)
                || (roles.contains(SELF) && person.equals(campusId))
                || groups.stream().map(Caller::upper).anyMatch(departments::contains);
    }

    /** Whether the caller may read this person's deposits. The parameters are those of {@link #mayActFor}. */
    boolean mayRead(String person, Collection<String> groups) {
        return roles.contains(READ) || mayActFor(person, groups);
    }

    private static String upper(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }
}
