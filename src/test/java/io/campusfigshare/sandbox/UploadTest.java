package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.data.Seeds;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest extends AccountSandboxTest {

    private static final String TEXT = "0123456789abcdefghijklmno";
    private static final String MD5 = FileContent.md5(TEXT.getBytes(StandardCharsets.US_ASCII));

    private String files = "";

    @BeforeEach
    void draft() throws IOException {
        control.partSize(10);
        files = ARTICLES + "/" + complete(MAREN, "With files") + "/files";
    }

    @Test
    void aFileIsSentInPartsAndBecomesAvailableStageByStage() throws IOException {
        String file = begin(TEXT.length(), MD5);
        JsonObject created = file(file);
        assertThat(created.getString("status")).isEqualTo("created");
        String url = created.getString("upload_url");
        assertThat(url).startsWith(base + "/upload/").endsWith(created.getString("upload_token"));
        JsonObject upload = object(url);
        assertThat(upload.getString("name")).isEqualTo(created.getLong("id") + "/data.csv");
        assertThat(Seeds.objects(upload.getJsonArray("parts"))
                        .map(part -> part.getLong("startOffset") + "-" + part.getLong("endOffset")))
                .containsExactly("0-9", "10-19", "20-24");
        refused(call("POST", file, as(MAREN)), 400, "Parts");
        sendParts(url, 3, 1, 2);
        assertThat(object(url).getJsonArray("parts").encode()).doesNotContain("PENDING", "true");
        assertThat(succeeded(call("POST", file, as(MAREN)), 202).body()).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("available"));
        JsonObject available = file(file);
        assertThat(available.getString("computed_md5")).isEqualTo(MD5);
        assertThat(available.getString("upload_url")).isEmpty();
        assertThat(read("/v2/account?impersonate=" + MAREN).getLong("used_quota"))
                .isEqualTo(1048576 + 25);
    }

    @Test
    void anEmptyFileHasNoPartsAndItsSum() throws IOException {
        String file = begin(0, "");
        assertThat(object(file(file).getString("upload_url")).getJsonArray("parts"))
                .isEmpty();
        succeeded(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(FileContent.md5(new byte[0]));
    }

    @Test
    void theUploadHostTakesNoTokenAndAnswersWithEmptyBodies() throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        HttpResponse<byte[]> response =
                send("PUT", url + "/1", TEXT.substring(0, 10), "Authorization", "token by-mistake");
        assertThat(succeeded(response, 200).body()).isEmpty();
        Received received = control.received("PUT", "/upload/.*/1").getFirst();
        assertThat(received.headers()).containsEntry("authorization", "***").containsEntry("content-length", "10");
        assertThat(received.body()).isEmpty();
        for (String unknown : List.of(base + "/upload/nothing", base + "/upload/nothing/1", url + "/4", url + "/x")) {
            assertThat(succeeded(send("PUT", unknown, "x"), 404).body()).isEmpty();
        }
        succeeded(get(base + "/upload/nothing"), 404);
    }

    @Test
    void aPartIsTakenOnceUntilItIsReset() throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        sendParts(url, 1);
        succeeded(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        assertThat(object(url + "/1").getString("status")).isEqualTo("COMPLETE");
        succeeded(send("DELETE", url + "/1", ""), 200);
        assertThat(object(url + "/1").getString("status")).isEqualTo("PENDING");
        sendParts(url, 1);
    }

    @Test
    void aPartThatIsTooLongIsRefused() throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        succeeded(send("PUT", url + "/1", TEXT.substring(0, 11)), 400);
        assertThat(object(url + "/1").encode()).contains("PENDING").contains("\"locked\":false");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 4})
    void aShortBodyHangsAndLocksItsPart(int announced) throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        URI uri = URI.create(url + "/1");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + announced + "\r\n\r\n0123")
                    .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> object(url + "/1").getBoolean("locked"));
            succeeded(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !object(url + "/1").getBoolean("locked"));
        sendParts(url, 1);
    }

    @Test
    void manyMegabytesInParallelHaveTheirSum() throws IOException {
        control.partSize(3_000_001);
        byte[] sent = new byte[20_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 + i / 251);
        }
        String md5 = FileContent.md5(sent);
        String file = begin(sent.length, md5);
        String url = file(file).getString("upload_url");
        JsonArray parts = object(url).getJsonArray("parts");
        CompletableFuture.allOf(IntStream.range(0, parts.size())
                        .mapToObj(n -> CompletableFuture.runAsync(() -> sendPart(url, sent, parts.getJsonObject(n))))
                        .toArray(CompletableFuture[]::new))
                .join();
        succeeded(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(md5);
    }

    @ParameterizedTest
    @CsvSource({"'1,2,3', true", "'2,1,3', false"})
    void whatIsDiscardedIsSummedInOrderOnly(String order, boolean summed) throws IOException {
        control.discardUploads();
        String file = begin(TEXT.length(), MD5);
        String url = file(file).getString("upload_url");
        for (String part : order.split(",")) {
            sendParts(url, Integer.parseInt(part));
        }
        succeeded(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(summed ? MD5 : "");
    }

    @Test
    void aWrongSumFailsTheCheck() throws IOException {
        String file = sent("0123456789abcdef0123456789abcdef");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("ic_failure"));
        String publish = files.replace("/files", "/publish");
        refused(call("POST", publish, as(MAREN)), 400, "ic_failure");
    }

    @Test
    void theStagesMayFailLingerOrComeLate() throws IOException {
        control.fault("ic-failure").times(1).start();
        String failed = sent(MD5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(failed).getString("status").equals("ic_failure"));
        var slow = control.fault("slow-md5").start();
        String lingering = sent(MD5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(lingering).getString("status").equals("moving_to_final"));
        assertThat(file(lingering).getString("computed_md5")).isEmpty();
        assertThat(file(lingering).getString("status")).isEqualTo("moving_to_final");
        slow.stop();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(lingering).getString("status").equals("available"));
        control.fault("file-late").times(2).start();
        String late = begin(3, "");
        assertThat(call("GET", late + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(call("GET", late + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(file(late).getString("status")).isEqualTo("created");
    }

    @Test
    void partsMayBeLockedAndUploadsAborted() throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        control.fault("locked-part").times(2).start();
        assertThat(object(url).getJsonArray("parts").encode()).contains("\"locked\":true");
        succeeded(send("PUT", url + "/1", TEXT.substring(0, 10)), 409);
        sendParts(url, 1);
        control.fault("upload-aborted").times(1).start();
        assertThat(object(url).getString("status")).isEqualTo("ABORTED");
        succeeded(send("PUT", url + "/2", TEXT.substring(10, 20)), 409);
    }

    @Test
    void aLostAnswerLeavesThePartComplete() throws IOException {
        String url = file(begin(TEXT.length(), "")).getString("upload_url");
        control.fault("lost-answer").method("PUT").times(1).start();
        assertThatThrownBy(() -> sendParts(url, 1)).isInstanceOf(IOException.class);
        assertThat(object(url + "/1").getString("status")).isEqualTo("COMPLETE");
    }

    @Test
    void filesAreListedLinkedDuplicatedAndRemoved() throws IOException {
        String first = begin(3, "");
        String second = begin(3, "");
        HttpResponse<byte[]> link = call("POST", files, as(MAREN).put("link", "https://data.example/x.nc"));
        JsonObject linked = file(header(succeeded(link, 201), "Location"));
        assertThat(linked.getString("download_url")).isEqualTo("https://data.example/x.nc");
        assertThat(linked.getString("upload_url")).isEmpty();
        JsonArray all = readAll(files + "?impersonate=" + MAREN);
        assertThat(Seeds.objects(all).map(file -> file.getString("name")))
                .containsExactly("data.csv", "data.csv", "https://data.example/x.nc");
        String url = file(first).getString("upload_url");
        succeeded(call("DELETE", first + "?impersonate=" + MAREN), 204);
        succeeded(get(url), 404);
        assertThat(call("GET", first + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(read("/v2/account?impersonate=" + MAREN).getLong("used_quota"))
                .isEqualTo(1048576 + 3);
        refused(call("POST", files.replace("/files", "/publish"), as(MAREN)), 400, "created");
        succeeded(call("DELETE", second + "?impersonate=" + MAREN), 204);
        succeeded(call("POST", files.replace("/files", "/publish"), as(MAREN)), 201);
    }

    @ParameterizedTest
    @CsvSource({
        "422, FileTooLarge, 5368709121",
        "422, QuotaExceeded, 1073000000",
        "400, BadRequest, -1",
        "400, BadRequest, "
    })
    void whatDoesNotFitIsRefused(int status, String code, Long size) throws IOException {
        JsonObject body = as(MAREN).put("name", "big.bin").put("size", size);
        HttpResponse<byte[]> response = call("POST", files, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(text(response)).getString("code")).isEqualTo(code);
        assertThat(readAll(files + "?impersonate=" + MAREN)).isEmpty();
    }

    @Test
    void largerQuotasAreGivenToAccounts() throws IOException {
        control.changeAccount(MAREN, "{\"quota\": 9000000000000, \"maximum_file_size\": 8000000000000}");
        String url = file(begin(7_000_000_000_000L, "")).getString("upload_url");
        JsonArray parts = object(url).getJsonArray("parts");
        assertThat(parts).hasSize(10_000);
        assertThat(parts.getJsonObject(9_999).getLong("endOffset")).isEqualTo(6_999_999_999_999L);
    }

    private String begin(long size, String md5) throws IOException {
        JsonObject body = as(MAREN).put("name", "data.csv").put("size", size).put("md5", md5);
        HttpResponse<byte[]> response = succeeded(call("POST", files, body), 201);
        String location = header(response, "Location");
        assertThat(new JsonObject(text(response)).getString("location")).isEqualTo(location);
        return location;
    }

    private String sent(String md5) throws IOException {
        String file = begin(TEXT.length(), md5);
        sendParts(file(file).getString("upload_url"), 1, 2, 3);
        succeeded(call("POST", file, as(MAREN)), 202);
        return file;
    }

    private static JsonObject file(String location) throws IOException {
        return read(location + "?impersonate=" + MAREN);
    }

    private static void sendParts(String url, int... parts) throws IOException {
        for (int part : parts) {
            String bytes = TEXT.substring((part - 1) * 10, Math.min(TEXT.length(), part * 10));
            assertThat(succeeded(send("PUT", url + "/" + part, bytes), 200).body())
                    .isEmpty();
        }
    }

    private static void sendPart(String url, byte[] bytes, JsonObject part) {
        int start = part.getInteger("startOffset");
        int end = part.getInteger("endOffset") + 1;
        try {
            succeeded(send("PUT", url + "/" + part.getInteger("partNo"), bytes, start, end), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
