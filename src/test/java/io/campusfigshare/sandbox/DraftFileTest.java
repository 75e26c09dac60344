package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftFileTest extends UploadSandboxTest {

    @Test
    void aFileIsUploadedInPartsAndBecomesAvailable() throws IOException {
        String file = createFile(TEXT.length(), MD5);
        JsonObject created = file(file);
        assertThat(created.getString("status")).isEqualTo("created");
        String url = created.getString("upload_url");
        assertThat(url).startsWith(base + "/upload/").endsWith(created.getString("upload_token"));
        JsonObject upload = object(url);
        assertThat(upload.getString("name")).isEqualTo(created.getLong("id") + "/data.csv");
        assertThat(Seeds.objects(upload.getJsonArray("parts"))
                        .map(part -> part.getLong("startOffset") + "-" + part.getLong("endOffset")))
                .containsExactly("0-9", "10-19", "20-24");
        assertRejected(call("POST", file, as(MAREN)), 400, "Parts");
        sendParts(url, 3, 1, 2);
        assertThat(object(url).getJsonArray("parts").encode()).doesNotContain("PENDING", "true");
        assertThat(assertStatus(call("POST", file, as(MAREN)), 202).body()).isEmpty();
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
    void anEmptyFileHasNoPartsButAnMd5() throws IOException {
        String file = createFile(0, "");
        assertThat(object(file(file).getString("upload_url")).getJsonArray("parts"))
                .isEmpty();
        assertStatus(call("POST", file, as(MAREN)), 202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("available"));
        assertThat(file(file).getString("computed_md5")).isEqualTo(FileContent.md5(new byte[0]));
    }

    @Test
    void aWrongMd5FailsTheCheck() throws IOException {
        String file = uploadAll("0123456789abcdef0123456789abcdef");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(file).getString("status").equals("ic_failure"));
        String publish = files.replace("/files", "/publish");
        assertRejected(call("POST", publish, as(MAREN)), 400, "ic_failure");
    }

    @Test
    void faultsAffectTheStagesOfAFile() throws IOException {
        control.fault("ic-failure").times(1).start();
        String failed = uploadAll(MD5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> file(failed).getString("status").equals("ic_failure"));
        var slow = control.fault("slow-md5").start();
        String lingering = uploadAll(MD5);
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
        String late = createFile(3, "");
        assertThat(call("GET", late + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(call("GET", late + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(file(late).getString("status")).isEqualTo("created");
    }

    @Test
    void filesAreListedLinkedAndRemoved() throws IOException {
        String first = createFile(3, "");
        String second = createFile(3, "");
        HttpResponse<byte[]> link = call("POST", files, as(MAREN).put("link", "https://data.example/x.nc"));
        JsonObject linked = file(header(assertStatus(link, 201), "Location"));
        assertThat(linked.getString("download_url")).isEqualTo("https://data.example/x.nc");
        assertThat(linked.getString("upload_url")).isEmpty();
        JsonArray all = readAll(files + "?impersonate=" + MAREN);
        assertThat(Seeds.objects(all).map(file -> file.getString("name")))
                .containsExactly("data.csv", "data.csv", "https://data.example/x.nc");
        String url = file(first).getString("upload_url");
        assertStatus(call("DELETE", first + "?impersonate=" + MAREN), 204);
        assertStatus(get(url), 404);
        assertThat(call("GET", first + "?impersonate=" + MAREN).statusCode()).isEqualTo(404);
        assertThat(read("/v2/account?impersonate=" + MAREN).getLong("used_quota"))
                .isEqualTo(1048576 + 3);
        assertRejected(call("POST", files.replace("/files", "/publish"), as(MAREN)), 400, "created");
        assertStatus(call("DELETE", second + "?impersonate=" + MAREN), 204);
        assertStatus(call("POST", files.replace("/files", "/publish"), as(MAREN)), 201);
    }

    @ParameterizedTest
    @CsvSource({
        "422, FileTooLarge, 5368709121",
        "422, QuotaExceeded, 1073000000",
        "400, BadRequest, -1",
        "400, BadRequest, "
    })
    void aFileThatIsTooLargeIsRejected(int status, String code, Long size) throws IOException {
        JsonObject body = as(MAREN).put("name", "big.bin").put("size", size);
        HttpResponse<byte[]> response = call("POST", files, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(text(response)).getString("code")).isEqualTo(code);
        assertThat(readAll(files + "?impersonate=" + MAREN)).isEmpty();
    }

    @Test
    void theQuotaOfAnAccountCanBeChanged() throws IOException {
        control.changeAccount(MAREN, "{\"quota\": 9000000000000, \"maximum_file_size\": 8000000000000}");
        String url = file(createFile(7_000_000_000_000L, "")).getString("upload_url");
        JsonArray parts = object(url).getJsonArray("parts");
        assertThat(parts).hasSize(10_000);
        assertThat(parts.getJsonObject(9_999).getLong("endOffset")).isEqualTo(6_999_999_999_999L);
    }
}
