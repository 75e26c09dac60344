package io.campusfigshare.deposit.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.deposit.access.Depositor;
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

/** Finds the account of a person: by campus id, address or ORCID iD, compared by us, since Figshare does not tell how it does. */
@Singleton
// Caffeine picks its classes by name; only the native executable has to be told.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSA", "com.github.benmanes.caffeine.cache.PSWMS"})
public class Depositors {

    public static final ProblemType UNKNOWN = new ProblemType("unknown-depositor", 422, "Nobody is known by that name");
    private static final ProblemType INACTIVE =
            new ProblemType("inactive-depositor", 422, "The person's account is not active");
    private static final ProblemType AMBIGUOUS =
            new ProblemType("ambiguous-depositor", 422, "Several people have that name");

    private static final Pattern ORCID =
            Pattern.compile("(?:https?://orcid\\.org/)?(\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dXx])");
    private static final int ASKED_FOR = 100;
    private static final long REMEMBERED = 10_000;
    private static final Duration HIT = Duration.ofMinutes(5);
    private static final Duration MISS = Duration.ofSeconds(30);

    private final AccountClient client;
    private final FigshareApi figshare;
    private final Directory directory;
    private final Cache<Name, Found> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfter(Expiry.writing((Name name, Found found) -> found.person() == null ? MISS : HIT))
            .build();

    private enum Kind {
        CAMPUS_ID,
        ADDRESS,
        ORCID
    }

    /** Somebody as a caller names them. */
    private record Name(Kind kind, String text) {}

    /**
     * A person, or why there is none.
     *
     * @param otherNames the person's address and ORCID iD, the latter as a URL, in lower case
     */
    private record Found(
            @Nullable Depositor person,
            Set<String> otherNames,
            @Nullable Problem refusal) {}

    Depositors(@RestClient AccountClient client, FigshareApi figshare, Directory directory) {
        this.client = client;
        this.figshare = figshare;
        this.directory = directory;
    }

    /**
     * The person with this campus id, ORCID iD or address.
     *
     * @return fails with 422 where there is none, where there are several, and where their account is not active
     */
    public Depositor find(String name) {
        if (orcid(name).isPresent()) {
            return person(found(Kind.ORCID, name));
        }
        Found found = found(Kind.CAMPUS_ID, name);
        boolean unknown = found.refusal() != null && found.refusal().type().equals(UNKNOWN);
        return person(unknown && name.contains("@") ? found(Kind.ADDRESS, name) : found);
    }

    /** The person with this campus id, and no other name; fails like {@link #find}. */
    public Depositor withCampusId(String campusId) {
        return person(found(Kind.CAMPUS_ID, campusId));
    }

    /** The person with this campus id, if that name is theirs, too. Nobody else is looked for, whoever may have it. */
    public Optional<Depositor> withCampusId(String campusId, String otherName) {
        Found found = found(Kind.CAMPUS_ID, campusId);
        return found.otherNames().contains(orcid(otherName).orElse(otherName).toLowerCase(Locale.ROOT))
                ? Optional.of(person(found))
                : Optional.empty();
    }

    /** As a URL; empty where it is none. */
    private static Optional<String> orcid(String name) {
        return Optional.of(ORCID.matcher(name))
                .filter(Matcher::matches)
                .map(orcid -> "https://orcid.org/" + orcid.group(1).toUpperCase(Locale.ROOT));
    }

    private Depositor person(Found found) {
        if (found.refusal() != null) {
            throw found.refusal();
        }
        Depositor person = Objects.requireNonNull(found.person());
        Long group = person.group();
        // Not remembered: the tree is ours to ask, and after the first start it takes a moment to grow.
        return group == null
                ? person
                : person.of(directory.codesFrom(group).await().indefinitely());
    }

    private Found found(Kind kind, String text) {
        var name = new Name(kind, text);
        Found found = known.getIfPresent(name);
        if (found == null) {
            found = lookUp(name);
            known.put(name, found);
        }
        return found;
    }

    private Found lookUp(Name name) {
        try {
            return complete(name.text(), one(name).orElseThrow(() -> unknown(name.text())));
        } catch (FigshareFailure failed) {
            // Nobody is acted for here: whom it refuses is us.
            throw failed.kind() == FigshareFailure.Kind.REFUSED ? AuditedCalls.lockedOut(failed) : failed;
        } catch (Problem refusal) {
            if (refusal.type().status() != 422) {
                throw refusal;
            }
            return new Found(null, Set.of(), refusal);
        }
    }

    private Optional<Account> one(Name name) {
        String text = name.text();
        return switch (name.kind()) {
            case CAMPUS_ID -> only(text, text, null, account -> text.equals(account.institutionUserId()));
            case ADDRESS -> only(text, null, text, account -> text.equalsIgnoreCase(account.email()));
            case ORCID -> withOrcid(text, orcid(text).orElseThrow());
        };
    }

    private Optional<Account> withOrcid(String name, String url) {
        List<String> ids = directory.campusIds(url).await().indefinitely();
        if (ids.size() > 1) {
            throw ambiguous(name);
        }
        if (ids.isEmpty()) {
            throw new Problem(
                    UNKNOWN,
                    "No person of the institution is known to have the ORCID iD " + name + ": use their campus id.");
        }
        // What we keep of people is hours old: whose it is now, Figshare says.
        return only(
                name,
                ids.getFirst(),
                null,
                account -> ids.getFirst().equals(account.institutionUserId())
                        && url.equals(SafeLinks.orcid(account.orcidId())));
    }

    /** Figshare lists active accounts unless asked otherwise, or all of them: both are understood. */
    private Optional<Account> only(
            String name, @Nullable String campusId, @Nullable String email, Predicate<Account> same) {
        Optional<Account> active = only(name, campusId, email, null, same);
        if (active.isEmpty() && only(name, campusId, email, 0, same).isPresent()) {
            throw inactive(name);
        }
        active.filter(account -> Boolean.FALSE.equals(account.active())).ifPresent(account -> {
            throw inactive(name);
        });
        return active;
    }

    private Optional<Account> only(
            String name,
            @Nullable String campusId,
            @Nullable String email,
            @Nullable Integer active,
            Predicate<Account> same) {
        List<Account> accounts = figshare
                .read(CallPriority.READ, () -> client.accounts(campusId, email, active, 1, ASKED_FOR))
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

    private Found complete(String name, Account account) {
        String campusId = account.institutionUserId();
        if (campusId == null) {
            // Whose it is could not be told later: deposits are looked up by it.
            throw new Problem(UNKNOWN, "The Figshare account of " + name + " has no campus id.");
        }
        long number = Objects.requireNonNull(account.id());
        Long group = figshare.read(CallPriority.READ, () -> client.account(number))
                .await()
                .indefinitely()
                .groupId();
        return new Found(
                new Depositor(campusId, number, account.userId(), group, List.of()),
                Stream.of(account.email(), SafeLinks.orcid(account.orcidId()))
                        .filter(Objects::nonNull)
                        .map(other -> other.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                null);
    }

    private static Problem unknown(String name) {
        return new Problem(UNKNOWN, "Nobody in the institution has the campus id, address or ORCID iD " + name + ".");
    }

    private static Problem inactive(String name) {
        return new Problem(
                INACTIVE, "The Figshare account of " + name + " is not active: nothing can be deposited for them.");
    }

    private static Problem ambiguous(String name) {
        return new Problem(
                AMBIGUOUS, "Several accounts answer to " + name + ": use the campus id, and have it made unique.");
    }
}
