package io.campusfigshare.access;

import io.campusfigshare.door.AccessTokens;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads the caller from the token of the current request. */
@Singleton
public class Callers {

    private static final ProblemType NO_ROLE = new ProblemType("forbidden", 403, "The token lacks a role");

    private final AccessConfig config;
    private final SecurityIdentity identity;
    private final RateLimits limits;

    Callers(AccessConfig config, SecurityIdentity identity, RateLimits limits) {
        this.config = config;
        this.identity = identity;
        this.limits = limits;
    }

    /**
     * Returns the caller and counts the request against their limits. For deposits, which require a token.
     *
     * @throws Problem 403 if the token has none of the roles for deposits; 429 if a limit is exceeded
     * @throws AuthenticationFailedException if the claim for the campus id is not a string
     */
    public Caller current() {
        Caller caller = counted();
        if (!caller.hasRole()) {
            throw lacksRole(String.join(", ", Caller.SELF, Caller.DEPARTMENT + ":CODE", Caller.ANY, Caller.READ));
        }
        return caller;
    }

    /**
     * Returns the caller like {@link #current}, for resources that require one of other roles than deposits. A role for
     * a department suffices.
     */
    public Caller withRole(String... roles) {
        Caller caller = counted();
        if (Stream.of(roles).allMatch(role -> caller.scope(role).isEmpty())) {
            throw lacksRole(String.join(", ", roles));
        }
        return caller;
    }

    private static Problem lacksRole(String roles) {
        return new Problem(NO_ROLE, "The token needs one of the roles " + roles + ".");
    }

    private Caller counted() {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw new UnauthorizedException();
        }
        Caller caller = Caller.of(
                token.getSubject(),
                AccessTokens.CLIENT.stream()
                        .flatMap(name -> strings(token, name))
                        .findFirst()
                        .orElse(null),
                campusId(token),
                identity.getRoles(),
                config.departmentsClaim().stream()
                        .flatMap(name -> strings(token, name))
                        .toList());
        limits.count(caller);
        return caller;
    }

    /**
     * Returns the claim with the campus id. A token with a list or a number is refused: a list does not say who is
     * meant.
     */
    private @Nullable String campusId(JsonWebToken token) {
        Object value = token.getClaim(config.campusIdClaim());
        return switch (value) {
            case null -> null;
            case String text -> text;
            case JsonString text -> text.getString();
            default ->
                throw new AuthenticationFailedException("The claim " + config.campusIdClaim() + " is not a string");
        };
    }

    /** Returns the string of a claim, or the strings of its list; empty for another type. */
    private static Stream<String> strings(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return switch (value) {
            case String text -> Stream.of(text);
            case JsonString text -> Stream.of(text.getString());
            case JsonArray list ->
                list.stream().filter(JsonString.class::isInstance).map(each -> ((JsonString) each).getString());
            case Set<?> list -> list.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }
}
