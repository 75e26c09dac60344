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

/** Knows who asks from their token. */
@Singleton
public class Callers {

    private static final ProblemType NO_ROLE = new ProblemType("forbidden", 403, "The token does not permit that");

    private final DepositConfig config;
    private final SecurityIdentity identity;
    private final RateLimits limits;

    Callers(DepositConfig config, SecurityIdentity identity, RateLimits limits) {
        this.config = config;
        this.identity = identity;
        this.limits = limits;
    }

    /**
     * Who asks now; from a resource, whose class demands a token.
     *
     * @throws Problem 403 for somebody who has none of the roles
     * @throws AuthenticationFailedException where the claim for the campus id is no text
     */
    public Caller current() {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw new UnauthorizedException();
        }
        Caller caller = Caller.of(
                token.getSubject(),
                AccessTokens.CLIENT.stream()
                        .flatMap(name -> texts(token, name))
                        .findFirst()
                        .orElse(null),
                campusId(token),
                identity.getRoles(),
                config.departmentsClaim().stream()
                        .flatMap(name -> texts(token, name))
                        .toList());
        limits.take(caller);
        if (!caller.hasRole()) {
            throw new Problem(
                    NO_ROLE,
                    "It needs one of the roles "
                            + String.join(", ", Caller.SELF, Caller.DEPARTMENT + ":CODE", Caller.ANY, Caller.READ)
                            + ".");
        }
        return caller;
    }

    /** How the campus names them. Of a list, anybody could be meant: such a token is refused, as is a number. */
    private @Nullable String campusId(JsonWebToken token) {
        Object value = token.getClaim(config.campusIdClaim());
        return switch (value) {
            case null -> null;
            case String text -> text;
            case JsonString text -> text.getString();
            default -> throw new AuthenticationFailedException("The claim " + config.campusIdClaim() + " is no text");
        };
    }

    /** A claim's text, or each of its list; nothing where it is of another kind. */
    private static Stream<String> texts(JsonWebToken token, String claim) {
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
