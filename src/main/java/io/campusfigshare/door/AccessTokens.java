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
 * Checks that a token is an access token, and a bearer token. Quarkus checks the signature, issuer, audience and
 * expiry; an ID token, a refresh token or a logout token of the same issuer may pass these checks, but does not
 * authorise its bearer (RFC 8725, section 3.11).
 */
@Singleton
@Unremovable // Quarkus OIDC looks it up when it verifies a token.
public class AccessTokens implements Validator {

    /** The claims that name the client of a token: OpenID Connect, RFC 9068, Entra ID and AD FS, Okta. */
    public static final List<String> CLIENT = List.of("azp", "client_id", "appid", "cid");

    /** The claims that only ID tokens have (OpenID Connect Core, sections 2 and 3.3.2.11). */
    private static final List<String> ID_TOKEN_CLAIMS = List.of("nonce", "at_hash", "c_hash");

    private final ProviderKeys keys;
    private final int graceSeconds;

    /** @param graceSeconds by how many seconds clocks may differ */
    AccessTokens(ProviderKeys keys, @ConfigProperty(name = "quarkus.oidc.token.lifespan-grace") int graceSeconds) {
        this.keys = keys;
        this.graceSeconds = graceSeconds;
    }

    @Override
    public @Nullable String validate(JwtContext token) throws MalformedClaimException {
        JsonWebStructure signed = token.getJoseObjects().getFirst();
        if (signed.getObjectHeader("crit") != null) {
            // RFC 7515, section 4.1.11: an empty list is invalid, and this service supports no extension.
            return "The header crit names an extension that is not supported.";
        }
        if (!keys.permit(signed.getKey(), signed.getAlgorithmHeaderValue())) {
            return "The provider has published the key for another algorithm.";
        }
        String error = claimsError(token.getJwtClaims());
        return error == null ? typeError(signed, token.getJwtClaims()) : error;
    }

    private @Nullable String claimsError(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim("cnf")) {
            // RFC 7800, section 3.1: the bearer must prove possession of a key, which this service does not check.
            return "The token is bound to a key.";
        }
        if (claims.getSubject() == null || claims.getSubject().isBlank()) {
            return "The token has no subject.";
        }
        NumericDate issued = claims.getIssuedAt();
        return issued != null && issued.getValue() > NumericDate.now().getValue() + graceSeconds
                ? "The token was issued in the future."
                : null;
    }

    private static @Nullable String typeError(JsonWebStructure signed, JwtClaims claims)
            throws MalformedClaimException {
        String header = signed.getHeader("typ");
        String type = header == null ? "jwt" : header.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "at+jwt", "application/at+jwt" -> null;
            case "jwt" -> isAccessToken(claims) ? null : "The token is not an access token.";
            default -> "The header typ does not name an access token.";
        };
    }

    /**
     * Returns whether a token without the type of RFC 9068 is an access token. Keycloak has a claim for that; for other
     * providers, the claims must exclude an ID token.
     */
    private static boolean isAccessToken(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim("typ")) {
            return "Bearer".equals(claims.getStringClaimValue("typ"));
        }
        return ID_TOKEN_CLAIMS.stream().noneMatch(claims::hasClaim)
                // The audience of an ID token is its client, and it has no scope.
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
