package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Limits of the size, number, speed and length of files. */
@QuarkusTest
class FileLimitsTest extends DepositsOnlyTest {

    private static final byte[] DATA = bytes(5 * PART + PART / 2, 4);

    @Test
    void files_of_unknown_length_are_refused() throws Exception {
        String deposit = deposit("Chunked");
        sandbox.clearLog();
        HttpRequest chunked = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + deposit + "/files/a"))
                .header("Authorization", "Bearer " + token())
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(DATA)))
                .build();

        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(chunked, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(411);
            assertThat(answer.body()).contains(":length-required");
        }
        assertThat(calls()).isEmpty();
    }

    @Test
    void files_that_are_too_large_are_refused_before_a_byte_is_read() throws IOException {
        String deposit = deposit("Too large");
        sandbox.clearLog();

        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("PUT " + deposit + "/files/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + token() + "\r\nContent-Length: 1048577\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(socket)).isEqualTo(413);
        }
        assertThat(calls()).isEmpty();
        assertThat(form(600_000).statusCode()).isEqualTo(413);
    }

    @Test
    void expect_100_continue_is_answered_after_the_checks() throws IOException {
        String deposit = deposit("Expect");
        String head = "Host: localhost\r\nAuthorization: Bearer " + token() + "\r\nExpect: 100-continue\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("PUT " + deposit + "/files/a HTTP/1.1\r\n" + head + "Content-Length: " + DATA.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(socket)).isEqualTo(100);
            socket.getOutputStream().write(DATA);
            assertThat(status(socket)).isEqualTo(201);
        }
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("PUT " + deposit + "/files/a%09b HTTP/1.1\r\n" + head + "Content-Length: " + DATA.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(socket)).isEqualTo(400);
        }
    }

    @Test
    void the_number_of_files_of_a_deposit_is_limited() {
        String deposit = deposit("Many");
        for (String name : new String[] {"a", "b", "c"}) {
            put(deposit, name, DATA).then().statusCode(201);
        }

        put(deposit, "d", DATA).then().statusCode(422).body("type", endsWith(":too-many-files"));
        put(deposit, "c", bytes(10, 9)).then().statusCode(200);
        anybody().delete(deposit + "/files/a").then().statusCode(204);
        put(deposit, "d", DATA).then().statusCode(201);
    }

    @Test
    void the_number_of_concurrent_uploads_is_limited() throws Exception {
        String deposit = deposit("At once");
        try (Socket one = begun(deposit, "a", DATA, 10);
                Socket other = begun(deposit, "b", DATA, 10)) {
            soon().until(() -> sandbox.count("POST", RECORDS) == 2);
            put(deposit, "c", DATA)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", matchesPattern("[1-9]\\d*"))
                    .body("type", endsWith(":uploads-busy"));
            assertThat(form(1000).statusCode()).isEqualTo(503);
            assertThat(one.isClosed() || other.isClosed()).isFalse();
        }

        soon().until(() -> put(deposit, "c", DATA).statusCode() == 201);
    }

    @Test
    void a_stalled_body_is_cut_off_and_can_be_resumed() throws IOException {
        String deposit = deposit("Stalled");
        try (Socket socket = begun(deposit, "data.bin", DATA, 2 * PART + 10)) {
            assertThat(status(socket)).isEqualTo(408);
        }

        put(withDigest(DATA), deposit, "data.bin", DATA).then().statusCode(200).body("state", equalTo("available"));

        assertThat(partsSent()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void parts_that_are_too_large_for_the_spool_are_streamed() {
        String deposit = deposit("Large parts");
        sandbox.partSize(2 * PART);
        put(deposit, "data.bin", DATA).then().statusCode(201);
        assertThat(partsSent()).containsExactly(1, 2, 3);
        sandbox.clearLog();
        sandbox.fault("error").on("/upload/[^/]+/2").method("PUT").times(1).start();

        put(withDigest(DATA), deposit, "other.bin", DATA).then().statusCode(502).header("Retry-After", equalTo("5"));
        put(withDigest(DATA), deposit, "other.bin", DATA).then().statusCode(200);

        assertThat(partsSent()).containsExactly(1, 2, 2, 3);
    }

    @Test
    void files_in_the_spool_are_unlinked() throws IOException {
        String deposit = deposit("Nameless");
        sandbox.fault("slow").on(PARTS).delay(Duration.ofMillis(200)).start();
        put(anybody().header("Prefer", "respond-async"), deposit, "data.bin", DATA)
                .then()
                .statusCode(202);

        try (var files = Files.list(Path.of("target/own-spool"))) {
            assertThat(files).isEmpty();
        }
        awaitFile(deposit, "data.bin", "available");
    }

    private io.restassured.response.Response form(int length) {
        return RestAssured.given()
                .auth()
                .oauth2(token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .multiPart("deposit", asked("A form").encode(), "application/json")
                .multiPart("file", "a", bytes(length, 5))
                .post("/v1/deposits");
    }

    /** Returns the status of the next answer. Skips its headers. */
    private static int status(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String status = answer.readLine();
        while (status != null && status.isEmpty()) {
            status = answer.readLine();
        }
        for (String line = status; line != null && !line.isEmpty(); line = answer.ready() ? answer.readLine() : null) {
            // Skip the headers.
        }
        return status == null ? 0 : Integer.parseInt(status.split(" ")[1]);
    }
}
