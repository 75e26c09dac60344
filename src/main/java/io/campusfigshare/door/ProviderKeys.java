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
 * The keys that the {@link TokenProvider} has published, and when. The framework looks a key up by its name and takes any
 * algorithm that fits its kind; a provider that names one means no other (RFC 7517, section 4.4, and RFC 8725,
 * section 3.1).
 */
@Singleton
@Unremovable // The framework looks it up when it asks for keys.
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class ProviderKeys implements OidcResponseFilter {

    private static final int OK = 200;

    private record Published(List<JsonWebKey> keys, long nanoTime) {}

    private volatile @Nullable Published published;

    @Override
    public Uni<Void> filter(OidcResponseFilterContext answer) {
        if (answer.statusCode() == OK) {
            try {
                published = new Published(
                        List.copyOf(new JsonWebKeySet(answer.responseBody().toString()).getJsonWebKeys()),
                        System.nanoTime());
            } catch (JoseException none) {
                // The framework cannot read them either, and says so.
                Log.debugf(none, "The keys of the provider cannot be read");
            }
        }
        return Uni.createFrom().voidItem();
    }

    /** How long ago they were fetched; nothing where they are not fetched at all, but configured. */
    Duration age() {
        Published last = published;
        return last == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last.nanoTime());
    }

    /** Whether a token that this key has signed may have been signed in this way. */
    boolean permit(Key key, String algorithm) {
        Published last = published;
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
