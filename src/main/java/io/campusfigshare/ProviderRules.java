package io.campusfigshare;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for the settings of the identity provider.
 *
 * @param lenient whether access tokens for any audience, and with any claim, are allowed, as those of the provider in
 *                dev mode
 */
record ProviderRules(SettingValues settings, boolean lenient) {

    private static final String CAMPUS_ID_CLAIM = "campus.deposits.campus-id-claim";

    /** The claims that are not suitable as a permanent name (OpenID Connect Core, section 5.7). */
    private static final Set<String> CHANGEABLE_CLAIMS = Set.of("preferred_username", "email", "name", "nickname");

    /** Hosts on this machine, in a cluster or in a private network (RFC 1918). */
    private static final Pattern PRIVATE_HOST = Pattern.compile(
            "localhost|127\\..*|\\[::1]|[^.]+|.*\\.(svc|local|internal|test)|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");

    List<String> warnings() {
        String claim = settings.text(CAMPUS_ID_CLAIM).orElse("preferred_username");
        boolean secured = settings.text("campus.institution-id").isPresent()
                && settings.text("quarkus.oidc.auth-server-url").isPresent()
                && !settings.is("campus.doors", "public");
        return secured && !lenient && CHANGEABLE_CLAIMS.contains(claim)
                ? List.of(CAMPUS_ID_CLAIM + "=" + claim
                        + " is a claim that people can change themselves at many providers."
                        + " They could then deposit as somebody else. Set a claim that only the campus can change"
                        + " (docs/deposits.md).")
                : List.of();
    }

    void check(List<String> errors) {
        if (settings.text("quarkus.oidc.auth-server-url").isEmpty()) {
            if (settings.is("campus.read-access", "authenticated")) {
                errors.add("campus.read-access=authenticated needs an identity provider: set"
                        + " quarkus.oidc.auth-server-url, or campus.read-access=anonymous.");
            }
            return;
        }
        List<String> audience = settings.text("quarkus.oidc.token.audience").stream()
                .flatMap(all -> Arrays.stream(all.split(",", -1)))
                .map(String::strip)
                .toList();
        if (audience.isEmpty() || (audience.contains("any") && !lenient)) {
            // RFC 9068, section 4: otherwise a token that was issued for another service would be accepted here.
            errors.add("quarkus.oidc.auth-server-url needs quarkus.oidc.token.audience: set it to the name that your"
                    + " provider puts into \"aud\" of tokens for this service.");
        }
        if (settings.is("quarkus.oidc.jwks.resolve-early", "false")) {
            errors.add(
                    "quarkus.oidc.jwks.resolve-early=false would trust keys forever, even those that the provider has"
                            + " revoked: remove it. campus.token-provider.keys-max-age says when keys are fetched.");
        }
        boolean discovered = !settings.is("quarkus.oidc.discovery-enabled", "false");
        if (!settings.text("quarkus.oidc.token.issuer")
                .map(issuer -> !issuer.equals("any"))
                .orElse(discovered)) {
            errors.add("Tokens of any issuer would be accepted: set quarkus.oidc.token.issuer to what your provider"
                    + " puts into \"iss\", or remove it and quarkus.oidc.discovery-enabled.");
        }
        if (settings.text("quarkus.oidc.auth-server-url").orElse("").startsWith("http:")
                && !PRIVATE_HOST
                        .matcher(settings.host("quarkus.oidc.auth-server-url"))
                        .matches()) {
            // RFC 9068, section 4: an attacker on the network could replace the provider's keys.
            errors.add("quarkus.oidc.auth-server-url is not https: an attacker on a public network could issue tokens."
                    + " Use https.");
        }
    }
}
