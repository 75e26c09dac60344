package io.campusfigshare.door;

import io.quarkus.arc.Unremovable;
import io.quarkus.logging.Log;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of the token provider and when they were fetched. Quarkus finds a key by its id and accepts any
 * algorithm that suits its type; if the provider publishes an algorithm with the key, no other is allowed (RFC 7517,
 * section 4.4, and RFC 8725, section 3.1).
 */
@Singleton
@Unremovable // Quarkus OIDC looks it up when it fetches keys.
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class ProviderKeys implements OidcResponseFilter {

    private static final int OK = 200;

    private record KeySet(List<JsonWebKey> keys, long nanoTime) {}

    private volatile @Nullable KeySet published;

    @Override
    public Uni<Void> filter(OidcResponseFilterContext answer) {
        if (answer.statusCode() == OK) {
            try {
                published = new KeySet(
                        List.copyOf(new JsonWebKeySet(answer.responseBody().toString()).getJsonWebKeys()),
                        System.nanoTime());
            } catch (JoseException malformed) {
                // Quarkus OIDC cannot parse them either, and reports that.
                Log.debugf(malformed, "The keys of the token provider cannot be parsed");
            }
        }
        return Uni.createFrom().voidItem();
    }

    /** Returns the time since the keys were fetched; zero if they are configured instead. */
    Duration age() {
        KeySet last = published;
        return last == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last.nanoTime());
    }

    /** Returns whether the key may be used with this algorithm. */
    boolean permit(Key key, String algorithm) {
        KeySet last = published;
        List<JsonWebKey> same = last == null
                ? List.of()
                : last.keys().stream()
                        .filter(known -> key.equals(known.getKey()))
                        .toList();
        return same.isEmpty()
                || same.stream()
                        .anyMatch(known -> known.getAlgorithm() == null || algorithm.equals(known.getAlgorithm()));
    }
}
