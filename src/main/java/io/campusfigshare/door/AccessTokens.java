package io.campusfigshare.door;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.jwx.JsonWebStructure;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is an access token, and one for its bearer. Signature, issuer, audience and end are the framework's to
 * check; an ID token, a refresh token and a logout token of the same issuer may pass all that and still say nothing of what
 * their bearer may do here (RFC 8725, section 3.11).
 */
@Singleton
@Unremovable // The framework looks it up when it reads a token.
public class AccessTokens implements Validator {

    /** What names the client that a token was issued to: OpenID Connect, RFC 9068, Entra ID and AD FS, Okta. */
    public static final List<String> CLIENT = List.of("azp", "client_id", "appid", "cid");

    /** What only an ID token has (OpenID Connect Core, sections 2 and 3.3.2.11). */
    private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash");

    private final ProviderKeys keys;
    private final int grace;

    /** @param grace by how many seconds clocks may differ */
    AccessTokens(ProviderKeys keys, @ConfigProperty(name = "quarkus.oidc.token.lifespan-grace") int grace) {
        this.keys = keys;
        this.grace = grace;
    }

    @Override
    public @Nullable String validate(JwtContext token) throws MalformedClaimException {
        JsonWebStructure signed = token.getJoseObjects().getFirst();
        if (signed.getObjectHeader("crit") != null) {
            // RFC 7515, section 4.1.11: an empty list is none, and no extension is understood here.
            return "The header crit names what is not understood.";
        }
        if (!keys.permit(signed.getKey(), signed.getAlgorithmHeaderValue())) {
            return "The key is published for another algorithm.";
        }
        String refused = refused(token.getJwtClaims());
        return refused == null ? refused(signed, token.getJwtClaims()) : refused;
    }

    private @Nullable String refused(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim("cnf")) {
            // RFC 7800, section 3.1: whoever shows it has to prove a key. That it is theirs is not proved here.
            return "The token is bound to a key.";
        }
        if (claims.getSubject() == null || claims.getSubject().isBlank()) {
            return "The token is about nobody.";
        }
        NumericDate issued = claims.getIssuedAt();
        return issued != null && issued.getValue() > NumericDate.now().getValue() + grace
                ? "The token is of the future."
                : null;
    }

    private static @Nullable String refused(JsonWebStructure signed, JwtClaims claims) throws MalformedClaimException {
        String header = signed.getHeader("typ");
        String type = header == null ? "jwt" : header.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "at+jwt", "application/at+jwt" -> null;
            case "jwt" -> isAccessToken(claims) ? null : "This is not an access token.";
            default -> "The header typ does not name an access token.";
        };
    }

    /** For providers that do not follow RFC 9068. Keycloak says it in a claim; of others' tokens, it has to be plain. */
    private static boolean isAccessToken(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim("typ")) {
            return "Bearer".equals(claims.getStringClaimValue("typ"));
        }
        return OF_ID_TOKENS.stream().noneMatch(claims::hasClaim)
                // An ID token is meant for the client that it was issued to, and grants no scope.
                && clients(claims).noneMatch(audience(claims)::contains)
                && (clients(claims).findAny().isPresent() || claims.hasClaim("scope") || claims.hasClaim("scp"));
    }

    private static Stream<Object> clients(JwtClaims claims) {
        return CLIENT.stream().map(claims::getClaimValue).filter(Objects::nonNull);
    }

    private static List<String> audience(JwtClaims claims) throws MalformedClaimException {
        return claims.hasAudience() ? claims.getAudience() : List.of();
    }
}
