package io.campusfigshare.deposit.access;

import io.campusfigshare.deposit.DepositConfig;
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

    private static final ProblemType NO_ROLE = new ProblemType("forbidden", 403, "The token has no role for deposits");

    private final DepositConfig config;
    private final SecurityIdentity identity;
    private final RateLimits limits;

    Callers(DepositConfig config, SecurityIdentity identity, RateLimits limits) {
        this.config = config;
        this.identity = identity;
        this.limits = limits;
    }

    /**
     * Returns the caller and counts the request against their limits. For resources that require a token.
     *
     * @throws Problem 403 if the token has none of the roles; 429 if a limit is exceeded
     * @throws AuthenticationFailedException if the claim for the campus id is not a string
     */
    public Caller current() {
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
        if (!caller.hasRole()) {
            throw new Problem(
                    NO_ROLE,
                    "The token needs one of the roles "
                            + String.join(", ", Caller.SELF, Caller.DEPARTMENT + ":CODE", Caller.ANY, Caller.READ)
                            + ".");
        }
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
