package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests bodies with duplicate members, invalid JSON and truncated bodies. */
@QuarkusTest
class RequestBodyTest extends DepositTest {

    @BeforeEach
    void known() {
        awaitDirectory();
        sandbox.clearLog();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"depositor\": \"a\", \"depositor\": \"b\"} | depositor",
                "{\"metadata\": {\"title\": \"One\", \"title\": \"Another\"}} | title",
                "{\"metadata\": {\"authors\": [{\"name\": \"A\", \"name\": \"B\"}]}} | name",
                "{\"publish\": false, \"p\\u0075blish\": true} | publish"
            })
    void aDuplicateMemberIsRefusedByName(String body, String member) {
        assertDuplicate(create(anybody(), body), member);

        assertThat(sandbox.received("POST", ARTICLES)).isEmpty();
    }

    @Test
    void duplicateMembersOfAnEditAndAnEmbargoAreRefused() {
        String path = created(anybody(), deposit(MAREN, "Said twice"));

        assertDuplicate(edit(anybody(), path, "{\"metadata\": {\"title\": \"One\", \"title\": \"Another\"}}"), "title");
        assertDuplicate(
                anybody().body("{\"until\": \"2099-01-01\", \"until\": null}").put(path + "/embargo"), "until");

        anybody().get(path).then().body("metadata.title", equalTo("Said twice"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata": {"title": "One",}} | The body is not valid JSON: line 1, column 30: Unexpected character
            {"metadata": tides}             | The body is not valid JSON: line 1, column 14: Unrecognized token 'tides'
            {"metadata": {                  | The body is not valid JSON: line 1, column 15: Unexpected end-of-input
            ["metadata"]                    | The body must be a JSON object
            """)
    void invalidJsonIsReportedWithLineAndColumn(String body, String detail) {
        String path = created(anybody(), deposit(MAREN, "Not to be read"));

        anybody()
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(path)
                .then()
                .statusCode(400)
                .body("detail", startsWith(detail))
                .body("detail", not(containsString("Source")));
    }

    @Test
    void duplicateMembersInAFormAreRefused() {
        RestAssured.given()
                .auth()
                .oauth2(issuer.token("service-account", "deposit:any"))
                .header("Idempotency-Key", UUID.randomUUID())
                .multiPart("deposit", "{\"depositor\": \"a\", \"depositor\": \"b\"}", "application/json")
                .post("/v1/deposits")
                .then()
                .statusCode(400)
                .body("detail", containsString("depositor"));
    }

    private static void assertDuplicate(Response answer, String member) {
        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", endsWith(":invalid-parameter"))
                .body("detail", startsWith(member + ": "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosedConnectionIsLoggedAsNoError(boolean reset) throws IOException {
        Logger door = Logger.getLogger("io.campusfigshare.door.ClosedConnections");
        Level before = door.getLevel();
        door.setLevel(Level.FINE);
        try (LogLines log = new LogLines()) {
            // A connection that closes before its body is read causes no log line.
            soon().pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                hangUp("/v1/deposits", "application/json", reset);
                assertThat(log.text()).contains("The client has disconnected");
            });
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        } finally {
            door.setLevel(before);
        }
    }

    private void hangUp(String path, String type, boolean reset) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + issuer.token("service-account", "deposit:any")
                                    + "\r\nIdempotency-Key: " + UUID.randomUUID()
                                    + "\r\nContent-Type: " + type + "\r\nContent-Length: 1000\r\n\r\n{\"depositor\":")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    @Test
    void a_body_over_http_2_that_no_operation_reads_is_refused() throws Exception {
        String path = created(anybody(), deposit(MAREN, "Without a body"));
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));

            assertThat(statusOverHttp2(client, path, request -> request.send(Buffer.buffer())))
                    .isEqualTo(201);
            assertThat(statusOverHttp2(client, path, HttpClientRequest::send)).isEqualTo(201);
            sandbox.clearLog();
            assertThat(statusOverHttp2(client, path, request -> sendLater(vertx, request, 1)))
                    .isEqualTo(400);
            assertThat(statusOverHttp2(client, path, request -> sendLater(vertx, request, 200)))
                    .isEqualTo(400);
            assertThat(sandbox.received("POST", ".*")).isEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private int statusOverHttp2(
            HttpClient client, String path, Function<HttpClientRequest, Future<HttpClientResponse>> send)
            throws Exception {
        return client.request(HttpMethod.POST, RestAssured.port, "localhost", path + "/private-links")
                .compose(request -> send.apply(
                        request.putHeader("Authorization", "Bearer " + issuer.token("service-account", "deposit:any"))))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .statusCode();
    }

    /** Sends a body of unknown length, which begins when the headers have been read. */
    private static Future<HttpClientResponse> sendLater(Vertx vertx, HttpClientRequest request, long millis) {
        return request.setChunked(true)
                .sendHead()
                .onSuccess(sent -> vertx.setTimer(millis, timer -> request.end("{}")))
                .compose(sent -> request.response());
    }
}
