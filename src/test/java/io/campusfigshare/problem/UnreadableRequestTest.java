package io.campusfigshare.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campusfigshare.RawAnswer;
import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests, which the HTTP server or Quarkus refuses, are answered with a problem. */
@QuarkusTest
class UnreadableRequestTest extends ServiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items/%zz",
                "/v1/items/%",
                "/v1/items?q=%zz",
                "/v1/items?%zz=1",
                "/v1/items?q=%",
                "/v1/items?q=a|b",
                "/v1/items?q=a\"b",
                "/v1/people/{person}",
                "/%zz",
                "/docs/%zz",
                "/openapi?format=%zz"
            })
    void anInvalidTargetIsAnsweredWithAProblem(String target) throws IOException {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            RawAnswer answer = RawAnswer.to(method, target);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.body()).contains("\"status\":400", "urn:problem-type:campus-figshare:bad-request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 1\r\nContent-Length: 2\r\n', 400",
        "'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n', 400",
        "'Content-Length: abc\r\n', 400",
        "'Content-Length: -1\r\n', 400",
        "'Transfer-Encoding: chunked, identity\r\n', 400",
        "'Two words: x\r\n', 400",
        "'Host: elsewhere\r\n', 400"
    })
    void contradictoryHeadersAreAnsweredWithAProblem(String headers, int status) throws IOException {
        for (String path : new String[] {"/v1/items", "/oai", "/v1/deposits"}) {
            RawAnswer answer = RawAnswer.to(
                    "POST " + path + " HTTP/1.1\r\nHost: campus\r\n" + headers + "Connection: close\r\n\r\nab");

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.isProblem()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"70000, 0, 414", "9000, 0, 414", "1, 300000, 431", "1, 17000, 431"})
    void tooLongTargetsAndHeadersAreAnsweredWithAProblem(int query, int header, int status) {
        // A client that is still sending when the server closes the connection may lose the response.
        await().ignoreExceptionsInstanceOf(SocketException.class).untilAsserted(() -> {
            RawAnswer answer = RawAnswer.to("GET /v1/items?q=" + "a".repeat(query)
                    + " HTTP/1.1\r\nHost: campus\r\nX-Long: " + "a".repeat(header) + "\r\nConnection: close\r\n\r\n");

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.isProblem()).isTrue();
        });
    }

    @Test
    void invalidHttpIsAnsweredWithAProblem() throws IOException {
        RawAnswer answer = RawAnswer.to("GARBAGE\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
    }

    @Test
    void aRefusedHeadHasNoBody() throws IOException {
        RawAnswer answer = RawAnswer.to("HEAD /v1/items/%zz HTTP/1.1\r\nHost: campus\r\n\r\n"
                + "HEAD /v1/items/0 HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body()).startsWith("HTTP/1.1 400 ").doesNotContain("urn:");
    }

    @Test
    void anInvalidUrlDoesNotCloseTheConnection() throws IOException {
        RawAnswer answer = RawAnswer.to("GET /v1/items/%zz HTTP/1.1\r\nHost: campus\r\n\r\n"
                + "GET /v1/items/123456 HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("HTTP/1.1 200 OK");
    }
}
