package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest extends SandboxTest {

    private static final String ITEM = "/v2/articles/2000001";

    @Test
    void slowDelaysTheAnswer() throws IOException {
        control.fault("slow").delay(Duration.ofMillis(300)).start();
        long start = System.nanoTime();
        assertThat(get(ITEM).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void hangDoesNotAnswer() throws IOException {
        control.fault("hang").start();
        try (Socket socket = request(ITEM)) {
            socket.setSoTimeout(300);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void resetSendsAnRst() throws IOException {
        control.fault("reset").start();
        try (Socket socket = request(ITEM)) {
            socket.setSoTimeout(5000);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void throttleSendsRetryAfter() throws IOException {
        control.fault("throttle").retryAfter(7).start();
        HttpResponse<byte[]> response = get(ITEM);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(header(response, "Retry-After")).isEqualTo("7");
        assertThat(new JsonObject(text(response)).getString("code")).isEqualTo("TooManyRequests");
    }

    @ParameterizedTest
    @CsvSource({"500, application/json", "503, text/html", "422, application/json"})
    void errorHasTheRequestedStatus(int status, String type) throws IOException {
        control.fault("error").status(status).start();
        HttpResponse<byte[]> response = get(ITEM);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).startsWith(type);
    }

    @Test
    void truncateClosesTheConnectionEarly() throws IOException {
        control.fault("truncate").start();
        assertThatThrownBy(() -> get(ITEM)).isInstanceOf(IOException.class);
        try (Socket socket = request(ITEM)) {
            socket.setSoTimeout(5000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int promised = Integer.parseInt(answer.replaceAll("(?si).*content-length: (\\d+).*", "$1"));
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(answer.length() - answer.indexOf("\r\n\r\n") - 4)
                    .isPositive()
                    .isLessThan(promised);
        }
    }

    @Test
    void truncateJsonSendsHalfOfTheJson() throws IOException {
        control.fault("truncate-json").start();
        HttpResponse<byte[]> response = get(ITEM);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new JsonObject(text(response))).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "waf-challenge, 202, ''",
        "nginx-forbidden, 403, text/html",
        "html, 200, text/html",
        "empty-list, 200, application/json"
    })
    void someFaultsReplaceTheAnswer(String kind, int status, String type) throws IOException {
        control.fault(kind).start();
        HttpResponse<byte[]> response = get(ITEM);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(header(response, "x-amzn-waf-action")).isEqualTo(kind.startsWith("waf") ? "challenge" : "");
    }

    @Test
    void missingKeysRemovesOptionalKeys() throws IOException {
        control.fault("missing-keys").start();
        assertThat(object(ITEM).fieldNames())
                .contains("id", "title", "authors")
                .doesNotContain("files", "folder_structure", "custom_fields", "group_id", "license", "doi");
        assertThat(array("/v2/articles").getJsonObject(0).fieldNames()).doesNotContain("doi", "group_id");
    }

    @Test
    void blankSwapsNullAndTheEmptyString() throws IOException {
        control.fault("blank").start();
        JsonObject record = object(ITEM);
        assertThat(record.getValue("embargo_date")).isEqualTo("");
        assertThat(record.getMap()).containsEntry("embargo_title", null);
    }

    @Test
    void oddTypesSendsNumbersAsStringsAndBooleansAsNumbers() throws IOException {
        control.fault("odd-types").start();
        JsonObject record = object(ITEM);
        assertThat(record.getValue("id")).isEqualTo("2000001");
        assertThat(record.getValue("is_public")).isEqualTo(1);
    }

    @Test
    void htmlContentTypeKeepsTheJson() throws IOException {
        control.fault("html-content-type").start();
        HttpResponse<byte[]> response = get(ITEM);
        assertThat(header(response, "Content-Type")).startsWith("text/html");
        assertThat(new JsonObject(text(response)).getLong("id")).isEqualTo(2000001);
    }

    @Test
    void badEncodingIsInvalidUtf8() throws IOException {
        control.fault("bad-encoding").start();
        byte[] body = get(ITEM).body();
        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void noCursorOmitsTheCursor() throws IOException {
        control.fault("no-cursor").start();
        for (String path : List.of("/v2/articles", "/v2/collections", "/v2/projects")) {
            HttpResponse<byte[]> page = get(path + "?page=1");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(header(page, "X-Cursor")).isEmpty();
        }
    }

    @Test
    void cursorExpiredRejectsRequestsWithACursorOnly() throws IOException {
        var fault = control.fault("cursor-expired").times(1).start();
        String cursor = header(get("/v2/articles"), "X-Cursor");
        assertThat(fault.applied()).isZero();
        HttpResponse<byte[]> refused = get("/v2/articles", "X-Cursor", cursor);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(text(refused))).isEqualTo(new JsonObject("""
                {"message":"X-Cursor has expired","code":"UnprocessableEntity","data":null}"""));
        assertThat(get("/v2/articles", "X-Cursor", cursor).statusCode()).isEqualTo(200);
        assertThat(fault.applied()).isEqualTo(1);
    }

    @Test
    void lostAnswerExecutesTheRequest() throws IOException {
        control.fault("lost-answer").method("POST").times(1).start();
        String body = "{\"title\": \"Lost\"}";
        assertThatThrownBy(() -> send("POST", "/v2/account/articles", body, "Authorization", "token any"))
                .isInstanceOf(IOException.class);
        assertThat(control.accountArticles("Lost")).hasSize(1);
    }

    @Test
    void lateAnswerExecutesTheRequestEvenIfTheClientDisconnects() throws IOException {
        control.fault("late-answer").delay(Duration.ofMillis(300)).start();
        String body = "{\"title\": \"Late\"}";
        long start = System.nanoTime();
        HttpResponse<byte[]> response = send("POST", "/v2/account/articles", body, "Authorization", "token any");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        control.clearFaults();
        control.fault("late-answer").delay(Duration.ofSeconds(60)).start();
        try (Socket socket = request("/v2/account/articles", "POST", body)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> control.accountArticles("Late").size() == 2);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void errorAfterExecutesTheRequest() throws IOException {
        control.fault("error-after").status(502).start();
        HttpResponse<byte[]> response =
                send("POST", "/v2/account/articles", "{\"title\": \"Done\"}", "Authorization", "token any");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(header(response, "Location")).isEmpty();
        assertThat(control.accountArticles("Done")).hasSize(1);
    }

    private static Socket request(String path, String method, String body) throws IOException {
        URI uri = URI.create(base);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nAuthorization: token any\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket request(String path) throws IOException {
        URI uri = URI.create(base);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
