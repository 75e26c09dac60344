package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.sandbox.data.FileContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest extends UploadSandboxTest {

    @Test
    void theUploadHostNeedsNoTokenAndAnswersWithEmptyBodies() throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        HttpResponse<byte[]> response =
                send("PUT", url + "/1", TEXT.substring(0, 10), "Authorization", "token by-mistake");
        assertThat(assertStatus(response, 200).body()).isEmpty();
        Received received = control.received("PUT", "/upload/.*/1").getFirst();
        assertThat(received.headers()).containsEntry("authorization", "***").containsEntry("content-length", "10");
        assertThat(received.body()).isEmpty();
        for (String unknown : List.of(base + "/upload/nothing", base + "/upload/nothing/1", url + "/4", url + "/x")) {
            assertThat(assertStatus(send("PUT", unknown, "x"), 404).body()).isEmpty();
        }
        assertStatus(get(base + "/upload/nothing"), 404);
    }

    @Test
    void aCompletePartIsRejectedUntilItIsReset() throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        sendParts(url, 1);
        assertStatus(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        assertThat(object(url + "/1").getString("status")).isEqualTo("COMPLETE");
        assertStatus(send("DELETE", url + "/1", ""), 200);
        assertThat(object(url + "/1").getString("status")).isEqualTo("PENDING");
        sendParts(url, 1);
    }

    @Test
    void aPartThatIsTooLongIsRejected() throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        assertStatus(send("PUT", url + "/1", TEXT.substring(0, 11)), 400);
        assertThat(object(url + "/1").encode()).contains("PENDING").contains("\"locked\":false");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 4})
    void aShortBodyHangsAndLocksItsPart(int announced) throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        URI uri = URI.create(url + "/1");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + announced + "\r\n\r\n0123")
                    .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> object(url + "/1").getBoolean("locked"));
            assertStatus(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !object(url + "/1").getBoolean("locked"));
        sendParts(url, 1);
    }

    @Test
    void partsThatArriveInParallelHaveTheirMd5() throws IOException {
        control.partSize(3_000_001);
        byte[] sent = new byte[20_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 + i / 251);
        }
        String md5 = FileContent.md5(sent);
        String file = createFile(sent.length, md5);
        String url = file(file).getString("upload_url");
        JsonArray parts = object(url).getJsonArray("parts");
        CompletableFuture.allOf(IntStream.range(0, parts.size())
                        .mapToObj(n -> CompletableFuture.runAsync(() -> sendPart(url, sent, parts.getJsonObject(n))))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertStatus(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(md5);
    }

    @ParameterizedTest
    @CsvSource({"'1,2,3', true", "'2,1,3', false"})
    void discardedUploadsHaveAnMd5OnlyInOrder(String order, boolean summed) throws IOException {
        control.discardUploads();
        String file = createFile(TEXT.length(), MD5);
        String url = file(file).getString("upload_url");
        for (String part : order.split(",")) {
            sendParts(url, Integer.parseInt(part));
        }
        assertStatus(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(summed ? MD5 : "");
    }

    @Test
    void faultsLockPartsAndAbortUploads() throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        control.fault("locked-part").times(2).start();
        assertThat(object(url).getJsonArray("parts").encode()).contains("\"locked\":true");
        assertStatus(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        sendParts(url, 1);
        control.fault("upload-aborted").times(1).start();
        assertThat(object(url).getString("status")).isEqualTo("ABORTED");
        assertStatus(send("PUT", url + "/2", TEXT.substring(10, 20)), 409);
    }

    @Test
    void aPartWhoseAnswerIsLostIsComplete() throws IOException {
        String url = file(createFile(TEXT.length(), "")).getString("upload_url");
        control.fault("lost-answer").method("PUT").times(1).start();
        assertThatThrownBy(() -> sendParts(url, 1)).isInstanceOf(IOException.class);
        assertThat(object(url + "/1").getString("status")).isEqualTo("COMPLETE");
    }

    private static void sendPart(String url, byte[] bytes, JsonObject part) {
        int start = part.getInteger("startOffset");
        int end = part.getInteger("endOffset") + 1;
        try {
            assertStatus(send("PUT", url + "/" + part.getInteger("partNo"), bytes, start, end), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
