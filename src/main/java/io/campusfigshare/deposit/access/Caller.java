package io.campusfigshare.deposit.access;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as their token says.
 *
 * @param subject     whom the provider issued it to
 * @param client      the program that they use; null where the provider does not tell
 * @param campusId    how the campus names them; null for a program on its own
 * @param roles       all that they have
 * @param departments the codes of those that they may act for, in upper case
 */
public record Caller(
        String subject,
        @Nullable String client,
        @Nullable String campusId,
        Set<String> roles,
        Set<String> departments) {

    private static final ProblemType NOT_FOR_THEM =
            new ProblemType("not-for-them", 403, "The token does not permit that");

    static final String SELF = "deposit:self";
    static final String ANY = "deposit:any";
    static final String READ = "deposit:read";

    /** Alone, it is for the departments of a claim; with a colon and a code behind, for that one. */
    static final String DEPARTMENT = "deposit:department";

    /**
     * @param departments the codes that a claim holds
     */
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

    /** The program that they use, as it stands in the ledger and in the audit trail. */
    public String program() {
        return client == null ? "" : client;
    }

    public void mustActFor(Depositor person) {
        if (!mayActFor(person.campusId(), person.departments())) {
            throw refused();
        }
    }

    public void mustRead(Depositor person) {
        if (!mayRead(person.campusId(), person.departments())) {
            throw refused();
        }
    }

    /** Names nobody: who may not act for a person is not told either how the campus names them. */
    public static Problem refused() {
        return new Problem(
                NOT_FOR_THEM,
                "This token does not permit that for this person. It needs "
                        + SELF + " of their own, " + DEPARTMENT + ":CODE of their department, or " + ANY
                        + "; for reading, " + READ + " will do.");
    }

    public boolean mayActForEverybody() {
        return roles.contains(ANY);
    }

    /** Whether they may act for nobody else, and see nobody else's. */
    public boolean isOnTheirOwn() {
        return !roles.contains(ANY) && !roles.contains(READ) && departments.isEmpty();
    }

    /** Whether they may learn who has this campus id, and that there is such a person. */
    public boolean maySee(String person) {
        return !isOnTheirOwn() || person.equals(campusId);
    }

    /** Whether there is anybody that they may act or read for. */
    boolean hasRole() {
        return roles.contains(SELF) || roles.contains(ANY) || roles.contains(READ) || !departments.isEmpty();
    }

    /**
     * Whether they may do everything on behalf of this person.
     *
     * @param person campus id; compared as it is, character by character
     * @param groups the codes of the person's department and of those above it, in any case
     */
    boolean mayActFor(String person, Collection<String> groups) {
        return roles.contains(ANY)
                || (roles.contains(SELF) && person.equals(campusId))
                || groups.stream().map(Caller::upper).anyMatch(departments::contains);
    }

    /** Whether they may see this person's deposits; like {@link #mayActFor}. */
    boolean mayRead(String person, Collection<String> groups) {
        return roles.contains(READ) || mayActFor(person, groups);
    }

    private static String upper(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }
}
