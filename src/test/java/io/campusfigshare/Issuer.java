package io.campusfigshare;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider for which tests create the tokens; injects itself into the tests. Its arguments are
 * settings of the service, except for {@code down}: then it does not answer until {@link #up}. It signs with an
 * elliptic curve, which takes a tenth of the time of Keycloak's RSA.
 */
public final class Issuer implements QuarkusTestResourceLifecycleManager {

    public static final String AUDIENCE = "campus-figshare";

    /** A key that is published for one algorithm only; generated once, because that takes long. */
    private static final RsaJsonWebKey RSA = rsa();

    private final EllipticCurveJsonWebKey key = key("first");
    private final List<JsonWebKey> published = new CopyOnWriteArrayList<>(List.of(key, RSA));
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, String> extraSettings = new HashMap<>();
    private @Nullable HttpServer server;
    private volatile boolean silent;
    private int port;

    @Override
    public void init(Map<String, String> arguments) {
        extraSettings.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        up();
        Map<String, String> settings =
                new HashMap<>(Map.of("quarkus.oidc.auth-server-url", url(), "quarkus.oidc.token.audience", AUDIENCE));
        if (extraSettings.remove("down") != null) {
            down();
        }
        settings.putAll(extraSettings);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Issuer.class));
    }

    @Override
    public void stop() {
        down();
    }

    /** Returns an access token like Keycloak's, which is valid for five minutes. */
    public String token(String campusId, String... roles) {
        return sign(claims(campusId, roles));
    }

    /** Returns the claims of {@link #token}, so that a test can change them. */
    public JwtClaims claims(String campusId, String... roles) {
        var claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(AUDIENCE);
        claims.setSubject("subject-of-" + campusId);
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("typ", "Bearer");
        claims.setStringClaim("azp", "thesis-system");
        claims.setStringClaim("scope", "profile");
        claims.setStringClaim("preferred_username", campusId);
        claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
        return claims;
    }

    public String sign(JwtClaims claims) {
        return sign(claims, signature -> {});
    }

    /** Returns a token with another header, key or algorithm. */
    public String sign(JwtClaims claims, Consumer<JsonWebSignature> otherwise) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setHeader("typ", "JWT");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKey(key.getPrivateKey());
        otherwise.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /** Signs with the RSA key, which is published for RS256. */
    public static Consumer<JsonWebSignature> byRsa(String algorithm) {
        return signature -> {
            signature.setKeyIdHeaderValue(RSA.getKeyId());
            signature.setAlgorithmHeaderValue(algorithm);
            signature.setKey(RSA.getPrivateKey());
        };
    }

    private static RsaJsonWebKey rsa() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("rsa");
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the signing key. */
    public EllipticCurveJsonWebKey key() {
        return key;
    }

    /** Publishes one more key, from the next request on. */
    public void publish(JsonWebKey more) {
        published.add(more);
    }

    /** Stops publishing a key. */
    public void withdraw(JsonWebKey withdrawn) {
        published.remove(withdrawn);
    }

    /** Generates a key that is not published. */
    public static EllipticCurveJsonWebKey key(String id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            key.setUse("sig");
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static NumericDate inSeconds(long seconds) {
        NumericDate date = NumericDate.now();
        date.addSeconds(seconds);
        return date;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the number of requests received so far. */
    public int requests() {
        return requests.get();
    }

    /** Starts answering, at the same address as before. */
    public void up() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        port = server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"token_endpoint\":\"%1$s/token\"}"
                        .formatted(url()));
        serve("/keys", () -> new JsonWebKeySet(published).toJson());
        silent = false;
        server.start();
    }

    /** Accepts connections but does not answer, from the next connection on. */
    public void hang() {
        silent = true;
    }

    /** Refuses connections. */
    public void down() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private void serve(String path, Supplier<String> json) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            if (silent) {
                return;
            }
            byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
