package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.FileContent;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests that upload files to a draft. */
abstract class UploadSandboxTest extends AccountSandboxTest {

    static final String TEXT = "0123456789abcdefghijklmno";
    static final String MD5 = FileContent.md5(TEXT.getBytes(StandardCharsets.US_ASCII));

    String files = "";

    @BeforeEach
    void draft() throws IOException {
        control.partSize(10);
        files = ARTICLES + "/" + createComplete(MAREN, "With files") + "/files";
    }

    String createFile(long size, String md5) throws IOException {
        JsonObject body = as(MAREN).put("name", "data.csv").put("size", size).put("md5", md5);
        HttpResponse<byte[]> response = assertStatus(call("POST", files, body), 201);
        String location = header(response, "Location");
        assertThat(new JsonObject(text(response)).getString("location")).isEqualTo(location);
        return location;
    }

    String uploadAll(String md5) throws IOException {
        String file = createFile(TEXT.length(), md5);
        sendParts(file(file).getString("upload_url"), 1, 2, 3);
        assertStatus(call("POST", file, as(MAREN)), 202);
        return file;
    }

    static JsonObject file(String location) throws IOException {
        return read(location + "?impersonate=" + MAREN);
    }

    static void sendParts(String url, int... parts) throws IOException {
        for (int part : parts) {
            String bytes = TEXT.substring((part - 1) * 10, Math.min(TEXT.length(), part * 10));
            assertThat(assertStatus(send("PUT", url + "/" + part, bytes), 200).body())
                    .isEmpty();
        }
    }
}
