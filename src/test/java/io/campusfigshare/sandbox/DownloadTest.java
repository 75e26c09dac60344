package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.FileContent;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadTest extends SandboxTest {

    private JsonObject file = new JsonObject();
    private String link = "";

    @BeforeEach
    void redirect() throws IOException {
        file = array("/v2/articles/2000001/files").getJsonObject(0);
        HttpResponse<byte[]> redirect = get("/v2/file/download/" + file.getLong("id"));
        assertThat(redirect.statusCode()).isEqualTo(302);
        link = header(redirect, "Location");
    }

    @Test
    void aDownloadHasTheSizeAndMd5OfItsRecord() throws IOException {
        byte[] bytes = get(link).body();
        assertThat(bytes).hasSize(file.getInteger("size"));
        assertThat(FileContent.md5(bytes)).isEqualTo(file.getString("computed_md5"));
    }

    @Test
    void theSeededFileHasItsSize() throws IOException {
        String seed = header(get("/v2/file/download/3074543"), "Location");
        assertThat(get(seed).body()).hasSize(470683);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=100-100, 100, 101", "bytes=5-, 5, -1", "bytes=-7, -7, -1"})
    void aRangeIsServed(String range, int first, int end) throws IOException {
        byte[] whole = get(link).body();
        int from = first < 0 ? whole.length + first : first;
        int to = end < 0 ? whole.length : end;
        HttpResponse<byte[]> part = get(link, "Range", range);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, from, to));
        assertThat(header(part, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/" + whole.length);
    }

    @Test
    void aRangeBeyondTheEndIsRejected() throws IOException {
        HttpResponse<byte[]> refused = get(link, "Range", "bytes=99999999-");
        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(header(refused, "Content-Range")).isEqualTo("bytes */" + file.getInteger("size"));
    }

    @Test
    void headReturnsTheSize() throws IOException {
        HttpResponse<byte[]> head = send("HEAD", link, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(file.getInteger("size")));
    }

    @Test
    void theStorageRejectsFigsharesToken() throws IOException {
        HttpResponse<byte[]> refused = get(link, "Authorization", "token secret");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused)).contains("Unsupported Authorization Type");
    }

    @Test
    void aLinkExpires() throws IOException {
        now = now.plusSeconds(61);
        assertThat(get(link).statusCode()).isEqualTo(403);
        assertThat(get(link.replaceAll("Signature=.*", "Signature=0")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theOldDownloadUrlAnswersWithAChallenge() throws IOException {
        HttpResponse<byte[]> challenge = get(file.getString("download_url"));
        assertThat(challenge.statusCode()).isEqualTo(202);
        assertThat(challenge.body()).isEmpty();
        assertThat(header(challenge, "x-amzn-waf-action")).isEqualTo("challenge");
    }

    @Test
    void aLinkedFileRedirectsToItsUrl() throws IOException {
        assertThat(header(get("/v2/file/download/3001501"), "Location"))
                .isEqualTo("https://streams.westmark.example/map");
        assertThat(get("/v2/file/download/1").statusCode()).isEqualTo(404);
    }
}
