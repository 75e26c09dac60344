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
 * An OpenID Connect provider whose tokens a test may make itself; hands itself to the tests. What it is started with is
 * configuration, but for {@code down}: then it does not answer before it is told to. It signs with an elliptic curve, which
 * takes a tenth of the time of Keycloak's RSA.
 */
public final class Issuer implements QuarkusTestResourceLifecycleManager {

    public static final String AUDIENCE = "campus-figshare";

    /** One that it has published for one algorithm; made once, since that takes long. */
    private static final RsaJsonWebKey RSA = rsa();

    private final EllipticCurveJsonWebKey key = key("first");
    private final List<JsonWebKey> published = new CopyOnWriteArrayList<>(List.of(key, RSA));
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, String> more = new HashMap<>();
    private @Nullable HttpServer server;
    private volatile boolean silent;
    private int port;

    @Override
    public void init(Map<String, String> arguments) {
        more.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        up();
        Map<String, String> settings =
                new HashMap<>(Map.of("quarkus.oidc.auth-server-url", url(), "quarkus.oidc.token.audience", AUDIENCE));
        if (more.remove("down") != null) {
            down();
        }
        settings.putAll(more);
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

    /** An access token like Keycloak's, which is valid for five minutes. */
    public String token(String campusId, String... roles) {
        return sign(claims(campusId, roles));
    }

    /** What {@link #token} puts into one, to be changed. */
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

    /** Signed in another way than usual: another header, key or algorithm. */
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

    /** Signed by its RSA key, which is published for RS256. */
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

    /** The key that it signs with. */
    public EllipticCurveJsonWebKey key() {
        return key;
    }

    /** Tells of one more key, from the next question on. */
    public void publish(JsonWebKey more) {
        published.add(more);
    }

    /** Tells of this key no more. */
    public void withdraw(JsonWebKey gone) {
        published.remove(gone);
    }

    /** A key that it does not tell anybody of. */
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

    /** How often it was asked for anything. */
    public int asked() {
        return asked.get();
    }

    /** Answers, at the same address as before. */
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

    /** Takes connections and says nothing, from the next one on. */
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
            asked.incrementAndGet();
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
