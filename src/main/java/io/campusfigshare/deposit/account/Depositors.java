package io.campusfigshare.deposit.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.campusfigshare.access.Depositor;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Finds the account of a person by campus id, e-mail address or ORCID iD. The accounts that Figshare returns are
 * compared here, since Figshare does not document its comparison. The methods block.
 */
@Singleton
// Caffeine loads its classes by name; the native executable needs this registration.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSA", "com.github.benmanes.caffeine.cache.PSWMS"})
public class Depositors {

    public static final ProblemType UNKNOWN = new ProblemType("unknown-depositor", 422, "The depositor is unknown");
    private static final ProblemType INACTIVE =
            new ProblemType("inactive-depositor", 422, "The account of the depositor is not active");
    private static final ProblemType AMBIGUOUS =
            new ProblemType("ambiguous-depositor", 422, "The depositor is ambiguous");

    private static final Pattern ORCID =
            Pattern.compile("(?:https?://orcid\\.org/)?(\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dXx])");
    private static final int PAGE_SIZE = 100;
    private static final long MAX_CACHED = 10_000;
    private static final Duration CACHED_IF_FOUND = Duration.ofMinutes(5);
    private static final Duration CACHED_IF_NOT_FOUND = Duration.ofSeconds(30);

    private final AccountClient client;
    private final FigshareApi figshare;
    private final Directory directory;
    private final Cache<Name, Lookup> cache = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfter(Expiry.writing(
                    (Name name, Lookup lookup) -> lookup.person() == null ? CACHED_IF_NOT_FOUND : CACHED_IF_FOUND))
            .build();

    private enum Kind {
        CAMPUS_ID,
        ADDRESS,
        ORCID
    }

    /** A person as a caller names them. */
    private record Name(Kind kind, String text) {}

    /**
     * The result of a search: a person, or the problem why there is none.
     *
     * @param otherNames the person's e-mail address, and their ORCID iD as a URL, in lower case
     */
    private record Lookup(
            @Nullable Depositor person,
            Set<String> otherNames,
            @Nullable Problem refusal) {}

    Depositors(@RestClient AccountClient client, FigshareApi figshare, Directory directory) {
        this.client = client;
        this.figshare = figshare;
        this.directory = directory;
    }

    /**
     * Returns the person with this campus id, ORCID iD or e-mail address. Fails with 422 if there is none, if there are
     * several, and if their account is not active.
     */
    public Depositor find(String name) {
        if (orcid(name).isPresent()) {
            return person(lookUp(Kind.ORCID, name));
        }
        Lookup lookup = lookUp(Kind.CAMPUS_ID, name);
        boolean unknown = lookup.refusal() != null && lookup.refusal().type().equals(UNKNOWN);
        return person(unknown && name.contains("@") ? lookUp(Kind.ADDRESS, name) : lookup);
    }

    /** Returns the person with this campus id; fails like {@link #find}. */
    public Depositor withCampusId(String campusId) {
        return person(lookUp(Kind.CAMPUS_ID, campusId));
    }

    /**
     * Returns the person with this campus id if {@code otherName} is theirs, too. Does not search for another person
     * with that name.
     */
    public Optional<Depositor> withCampusId(String campusId, String otherName) {
        Lookup lookup = lookUp(Kind.CAMPUS_ID, campusId);
        return lookup.otherNames().contains(orcid(otherName).orElse(otherName).toLowerCase(Locale.ROOT))
                ? Optional.of(person(lookup))
                : Optional.empty();
    }

    /** Returns an ORCID iD as a URL; empty if {@code name} is none. */
    private static Optional<String> orcid(String name) {
        return Optional.of(ORCID.matcher(name))
                .filter(Matcher::matches)
                .map(orcid -> "https://orcid.org/" + orcid.group(1).toUpperCase(Locale.ROOT));
    }

    private Depositor person(Lookup lookup) {
        if (lookup.refusal() != null) {
            throw lookup.refusal();
        }
        Depositor person = Objects.requireNonNull(lookup.person());
        Long group = person.group();
        // Not cached: the departments are in the database, which has them only some time after the first start.
        return group == null
                ? person
                : person.withDepartments(
                        directory.codesWithAncestors(group).await().indefinitely());
    }

    private Lookup lookUp(Kind kind, String text) {
        var name = new Name(kind, text);
        Lookup lookup = cache.getIfPresent(name);
        if (lookup == null) {
            lookup = find(name);
            cache.put(name, lookup);
        }
        return lookup;
    }

    private Lookup find(Name name) {
        try {
            return withGroup(name.text(), account(name).orElseThrow(() -> unknown(name.text())));
        } catch (FigshareFailure failed) {
            // The call impersonates nobody, so Figshare refuses the token.
            throw failed.kind() == FigshareFailure.Kind.REFUSED ? AuditedCalls.lockedOut(failed) : failed;
        } catch (Problem refusal) {
            if (refusal.type().status() != 422) {
                throw refusal;
            }
            return new Lookup(null, Set.of(), refusal);
        }
    }

    private Optional<Account> account(Name name) {
        String text = name.text();
        return switch (name.kind()) {
            case CAMPUS_ID -> unique(text, text, null, account -> text.equals(account.institutionUserId()));
            case ADDRESS -> unique(text, null, text, account -> text.equalsIgnoreCase(account.email()));
            case ORCID -> withOrcid(text, orcid(text).orElseThrow());
        };
    }

    private Optional<Account> withOrcid(String name, String url) {
        List<String> ids = directory.campusIdsByOrcid(url).await().indefinitely();
        if (ids.size() > 1) {
            throw ambiguous(name);
        }
        if (ids.isEmpty()) {
            throw new Problem(
                    UNKNOWN,
                    "No person of the institution is known with the ORCID iD " + name + ": use their campus id.");
        }
        // The directory may be hours old, so the ORCID iD is compared with Figshare's account.
        return unique(
                name,
                ids.getFirst(),
                null,
                account -> ids.getFirst().equals(account.institutionUserId())
                        && url.equals(SafeLinks.orcid(account.orcidId())));
    }

    /** Works whether Figshare lists all accounts by default, or active ones only. */
    private Optional<Account> unique(
            String name, @Nullable String campusId, @Nullable String email, Predicate<Account> same) {
        Optional<Account> active = unique(name, campusId, email, null, same);
        if (active.isEmpty() && unique(name, campusId, email, 0, same).isPresent()) {
            throw inactive(name);
        }
        active.filter(account -> Boolean.FALSE.equals(account.active())).ifPresent(account -> {
            throw inactive(name);
        });
        return active;
    }

    private Optional<Account> unique(
            String name,
            @Nullable String campusId,
            @Nullable String email,
            @Nullable Integer active,
            Predicate<Account> same) {
        List<Account> accounts = figshare
                .read(CallPriority.READ, () -> client.accounts(campusId, email, active, 1, PAGE_SIZE))
                .await()
                .indefinitely()
                .stream()
                .filter(account -> account != null && account.id() != null && same.test(account))
                .toList();
        if (accounts.size() > 1) {
            throw ambiguous(name);
        }
        return accounts.stream().findFirst();
    }

    private Lookup withGroup(String name, Account account) {
        String campusId = account.institutionUserId();
        if (campusId == null) {
            // A deposit stores the campus id of its depositor.
            throw new Problem(UNKNOWN, "The Figshare account of " + name + " has no campus id.");
        }
        long number = Objects.requireNonNull(account.id());
        Long group = figshare.read(CallPriority.READ, () -> client.account(number))
                .await()
                .indefinitely()
                .groupId();
        if (account.userId() != null) {
            // Webhooks and lists of accounts know people's departments from the directory.
            directory
                    .placed(account.userId(), group == null || group == 0 ? null : group)
                    .await()
                    .indefinitely();
        }
        return new Lookup(
                new Depositor(campusId, number, account.userId(), group, List.of()),
                Stream.of(account.email(), SafeLinks.orcid(account.orcidId()))
                        .filter(Objects::nonNull)
                        .map(other -> other.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                null);
    }

    private static Problem unknown(String name) {
        return new Problem(
                UNKNOWN, "No person of the institution has the campus id, e-mail address or ORCID iD " + name + ".");
    }

    private static Problem inactive(String name) {
        return new Problem(
                INACTIVE, "The Figshare account of " + name + " is not active, so nothing can be deposited for them.");
    }

    private static Problem ambiguous(String name) {
        return new Problem(
                AMBIGUOUS, "Several accounts match " + name + ": use a campus id, which must be unique in Figshare.");
    }
}
