package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.SandboxControl.Received;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** What tests of files have in common. The parts of an upload have 100,000 bytes. */
abstract class FileTest extends InstitutionTest {

    static final String MAREN = "moakhurst@westmark.example";
    static final long MARENS_ACCOUNT = 1495601;
    static final int PART = 100_000;
    static final String RECORDS = "/v2/account/articles/\\d+/files";
    static final String RECORD = RECORDS + "/\\d+";
    static final String PARTS = "/upload/[^/]+/\\d+";

    @Inject
    Recoveries recoveries;

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        sandbox.partSize(PART);
        syncs.started();
        sandbox.clearLog();
    }

    /** Creates a deposit for Maren. Returns its path. */
    String deposit(String title) {
        Response created = anybody()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(asked(title).encode())
                .post("/v1/deposits");
        created.then().statusCode(201);
        return path(created);
    }

    static String path(Response created) {
        return created.header("Location").replaceFirst("^https?://[^/]+", "");
    }

    /** Returns a deposit that can be published. */
    static JsonObject asked(String title) {
        return new JsonObject()
                .put("depositor", MAREN)
                .put(
                        "metadata",
                        new JsonObject()
                                .put("title", title)
                                .put("type", "dataset")
                                .put("description", "<p>Measured.</p>")
                                .put("authors", new JsonArray().add(new JsonObject().put("campusId", MAREN)))
                                .put("keywords", new JsonArray().add("tides"))
                                .put("license", "CC-BY-4.0")
                                .put("categories", new JsonArray().add("310301"))
                                .put(
                                        "customFields",
                                        new JsonObject()
                                                .put("Instrument", "Gauge")
                                                .put("Data steward", "Library")));
    }

    RequestSpecification anybody() {
        return RestAssured.given().urlEncodingEnabled(false).auth().oauth2(token());
    }

    String token() {
        return issuer.token("service-account", "deposit:any");
    }

    Response put(String deposit, String name, byte[] bytes) {
        return put(anybody(), deposit, name, bytes);
    }

    Response put(RequestSpecification who, String deposit, String name, byte[] bytes) {
        return who.contentType("application/octet-stream").body(bytes).put(deposit + "/files/" + name);
    }

    RequestSpecification withDigest(byte[] bytes) {
        return anybody().header("Repr-Digest", "sha-256=:" + base64("SHA-256", bytes) + ":");
    }

    /** Starts a PUT that stops after this number of bytes. */
    Socket begun(String deposit, String name, byte[] bytes, int sent) throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        OutputStream out = socket.getOutputStream();
        out.write(("PUT " + deposit + "/files/" + name + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token()
                        + "\r\nRepr-Digest: sha-256=:" + base64("SHA-256", bytes) + ":\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, 0, sent);
        out.flush();
        return socket;
    }

    JsonObject file(String deposit, String name) {
        Response file = anybody().get(deposit + "/files/" + name);
        file.then().statusCode(200);
        return new JsonObject(file.asString());
    }

    String state(String deposit) {
        return anybody().get(deposit).path("state");
    }

    /** Waits for the state. The request may fail while the circuit breaker is open, which a test may cause. */
    void awaitFile(String deposit, String name, String state) {
        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(file(deposit, name).getString("state")).isEqualTo(state);
        });
    }

    void awaitState(String deposit, String state) {
        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(state(deposit)).isEqualTo(state);
        });
    }

    /** Returns pseudorandom bytes, the same for the same seed. */
    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String base64(String algorithm, byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    static String md5(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(Base64.getDecoder().decode(base64("MD5", bytes)));
    }

    /** Returns the numbers of the parts that were sent, in order. */
    List<Integer> partsSent() {
        return sandbox.received("PUT", PARTS).stream()
                .map(part -> Integer.valueOf(part.path().replaceFirst(".*/", "")))
                .sorted()
                .toList();
    }

    /** Returns the calls about files, as method and last segment of the path. */
    List<String> calls() {
        return Stream.of(RECORDS, RECORD)
                .flatMap(path -> sandbox.received(null, path).stream())
                .sorted(java.util.Comparator.comparing(Received::at))
                .map(call -> call.method() + " " + call.path().replaceFirst(".*/files/?", ""))
                .toList();
    }

    /** Returns the files of the only record at Figshare. */
    List<JsonObject> stored(String deposit) {
        var files = new ArrayList<JsonObject>();
        Response answer = RestAssured.given()
                .header("Authorization", "token x")
                .get(figshare() + "/account/articles/" + anybody().get(deposit).path("item")
                        + "/files?page_size=100&impersonate=" + MARENS_ACCOUNT);
        new JsonArray(answer.asString()).forEach(file -> files.add((JsonObject) file));
        return files;
    }

    static String figshare() {
        return org.eclipse.microprofile.config.ConfigProvider.getConfig().getValue("figshare.api-url", String.class);
    }

    void assertNoSecretsAtUploadHost() {
        assertThat(sandbox.received(null, "/upload/.*"))
                .isNotEmpty()
                .allSatisfy(sent ->
                        assertThat(sent.headers()).doesNotContainKeys("authorization", "cookie", "impersonate"));
    }
}
