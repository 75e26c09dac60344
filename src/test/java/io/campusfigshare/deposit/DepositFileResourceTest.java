package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.campusfigshare.SandboxControl.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the requests for files: names, digests, links, replacement and deletion. */
@QuarkusTest
class DepositFileResourceTest extends FileTest {

    private static final byte[] DATA = bytes(2 * PART + PART / 2, 1);
    private static final byte[] OTHER = bytes(2 * PART + PART / 2, 2);

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "md5"})
    void the_digest_of_a_file_is_verified(String algorithm) {
        String deposit = deposit("Verified");
        String digest = base64(algorithm.equals("md5") ? "MD5" : "SHA-256", DATA);

        put(anybody().header("Repr-Digest", "sha-512=:AAAA:, " + algorithm + "=:" + digest + ":"), deposit, "a", DATA)
                .then()
                .statusCode(201);
        put(anybody().header("Repr-Digest", algorithm + "=:" + digest + ":"), deposit, "b", OTHER)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", endsWith(":digest-mismatch"));

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly("a");
        anybody().get(deposit).then().body("state", equalTo("ready")).body("files", hasSize(1));
    }

    @Test
    void figshare_is_told_the_md5_beforehand_where_it_is_known() {
        String deposit = deposit("Content-MD5");

        put(anybody().header("Content-MD5", base64("MD5", DATA)), deposit, "a", DATA)
                .then()
                .statusCode(201);
        put(anybody().header("Content-MD5", base64("MD5", DATA)), deposit, "b", OTHER)
                .then()
                .statusCode(422);

        assertThat(new JsonObject(sandbox.received("POST", RECORDS).getFirst().body()).getString("md5"))
                .isEqualTo(md5(DATA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sha-512=:AAAA:", "md5=abc", "sha-256=:AAAA:", "md5=:rL0Y20zC+Fzt72VPzMSk2A==:;x, nonsense"})
    void a_digest_that_cannot_be_verified_is_refused(String digest) {
        String deposit = deposit("Unverified");
        sandbox.clearLog();

        put(anybody().header("Repr-Digest", digest), deposit, "a", DATA).then().statusCode(400);

        assertThat(calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "tab\tbed", "line\nbreak", " before", "behind ", "\u2028"})
    void names_with_paths_or_invisible_characters_are_refused(String name) {
        String deposit = deposit("Names");
        sandbox.clearLog();
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        put(deposit, encoded, DATA).then().statusCode(400);

        assertThat(calls()).isEmpty();
        assertThat(partsSent()).isEmpty();
    }

    @Test
    void a_slash_in_a_name_is_refused() {
        String deposit = deposit("Slash");
        sandbox.clearLog();

        put(deposit, "a%2Fb", DATA).then().statusCode(400);
        put(deposit, "a/b", new byte[10]).then().statusCode(404);
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_name_has_255_characters_at_most() {
        String deposit = deposit("Long");

        put(deposit, "x".repeat(256), DATA).then().statusCode(400);
        put(deposit, "x".repeat(255), DATA).then().statusCode(201);
    }

    @Test
    void names_in_all_languages_are_kept() {
        String deposit = deposit("Unicode");
        String name = "Messreihe \u2116 3 \u65e5\u672c\u8a9e \ud83d\udc1f 100%.csv";

        put(deposit, URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"), DATA)
                .then()
                .statusCode(201)
                .body("name", equalTo(name));

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly(name);
    }

    @Test
    void an_empty_file_is_refused() {
        String deposit = deposit("Empty");
        sandbox.clearLog();

        anybody().put(deposit + "/files/empty").then().statusCode(422).body("type", endsWith(":empty-file"));

        assertThat(calls()).isEmpty();
    }

    @Test
    void new_content_replaces_the_old_once_it_is_available() {
        String deposit = deposit("Replaced");
        put(deposit, "data.bin", DATA).then().statusCode(201);
        long old = stored(deposit).getFirst().getLong("id");
        sandbox.clearLog();

        put(withDigest(OTHER), deposit, "data.bin", OTHER)
                .then()
                .statusCode(200)
                .body("md5", equalTo(md5(OTHER)));

        assertThat(stored(deposit))
                .hasSize(1)
                .first()
                .satisfies(file -> assertThat(file.getString("computed_md5")).isEqualTo(md5(OTHER)));
        List<Received> deleted = sandbox.received("DELETE", RECORD);
        assertThat(deleted)
                .hasSize(1)
                .first()
                .satisfies(sent -> assertThat(sent.path()).endsWith("/" + old));
        assertThat(deleted.getFirst().at())
                .isAfter(sandbox.received("POST", RECORD).getFirst().at());
    }

    @Test
    void the_same_content_is_not_sent_twice() {
        String deposit = deposit("The same");
        put(withDigest(DATA), deposit, "data.bin", DATA).then().statusCode(201);
        sandbox.clearLog();

        put(withDigest(DATA), deposit, "data.bin", DATA).then().statusCode(200);
        put(anybody().header("Content-MD5", base64("MD5", DATA)), deposit, "data.bin", DATA)
                .then()
                .statusCode(200);

        assertThat(calls()).isEmpty();
        assertThat(partsSent()).isEmpty();
    }

    @Test
    void a_link_is_a_file_that_is_stored_elsewhere() {
        String deposit = deposit("Linked");

        anybody()
                .contentType("text/uri-list")
                .body("# elsewhere\r\nhttps://example.edu/data.zip\r\n")
                .put(deposit + "/files/data.zip")
                .then()
                .statusCode(201)
                .body("state", equalTo("available"))
                .body("size", equalTo(0))
                .body("link", equalTo("https://example.edu/data.zip"));

        assertThat(stored(deposit)).hasSize(1).first().satisfies(file -> {
            assertThat(file.getBoolean("is_link_only")).isTrue();
            assertThat(file.getString("download_url")).isEqualTo("https://example.edu/data.zip");
        });
        assertThat(sandbox.count(null, "/upload/.*")).isZero();
        assertThat(state(deposit)).isEqualTo("ready");
        anybody().delete(deposit + "/files/data.zip").then().statusCode(204);
        assertThat(stored(deposit)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://example.edu/x", "https://a.example/1\r\nhttps://a.example/2", "https://", "no"})
    void a_link_must_be_one_web_url(String body) {
        String deposit = deposit("Bad links");
        sandbox.clearLog();

        assertThat(anybody()
                        .contentType("text/uri-list")
                        .body(body)
                        .put(deposit + "/files/data.zip")
                        .statusCode())
                .isIn(400, 422);
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_deleted_file_is_gone_from_figshare() {
        String deposit = deposit("Deleted");
        put(deposit, "a", DATA).then().statusCode(201);
        put(deposit, "b", OTHER).then().statusCode(201);

        anybody().delete(deposit + "/files/a").then().statusCode(204);

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly("b");
        anybody().get(deposit + "/files").then().body("total", equalTo(1)).body("items[0].name", equalTo("b"));
        anybody().get(deposit + "/files/a").then().statusCode(404);
        anybody().delete(deposit + "/files/a").then().statusCode(404);
        assertThat(sandbox.received("DELETE", RECORD))
                .allSatisfy(sent -> assertThat(sent.query()).isEqualTo("impersonate=" + MARENS_ACCOUNT));
    }

    @Test
    void a_file_that_figshare_does_not_delete_is_kept() {
        String deposit = deposit("Undeletable");
        put(deposit, "a", DATA).then().statusCode(201);
        sandbox.fault("impersonate-ignored").on(RECORD).method("DELETE").start();

        anybody().delete(deposit + "/files/a").then().statusCode(502).body("type", endsWith(":not-deleted"));

        assertThat(file(deposit, "a").getString("state")).isEqualTo("available");
    }

    @Test
    void existing_files_are_listed_and_can_be_replaced() {
        String first = deposit("Adopted");
        put(first, "a", DATA).then().statusCode(201);
        put(first, "b", DATA).then().statusCode(201);
        long item = anybody().get(first).path("item");
        anybody().delete(first + "/files/none").then().statusCode(404);
        // A file that another program added looks like this.
        sandbox.clearLog();
        long foreign = addedByOthers(item, "c");

        anybody().get(first + "/files").then().body("total", equalTo(3));
        anybody().get(first + "/files/c").then().body("state", equalTo("uploading"));
        put(first, "c", OTHER).then().statusCode(201);

        assertThat(stored(first)).hasSize(3);
        assertThat(sandbox.received("DELETE", RECORD))
                .hasSize(1)
                .first()
                .satisfies(sent -> assertThat(sent.path()).endsWith("/" + foreign));
    }

    @Test
    void a_file_for_a_published_deposit_starts_the_next_version() {
        String deposit = deposit("Published");
        put(deposit, "a", DATA).then().statusCode(201);
        publish(deposit).then().statusCode(200).body("state", equalTo("published"));

        put(deposit, "b", OTHER).then().statusCode(201);

        assertThat(state(deposit)).isEqualTo("ready");
    }

    @Test
    void a_caller_without_permission_sends_no_file() {
        String deposit = deposit("Not theirs");
        sandbox.clearLog();

        RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.token("tfennimore@westmark.example", "deposit:self"))
                .body(DATA)
                .put(deposit + "/files/data.bin")
                .then()
                .statusCode(403);
        RestAssured.given()
                .urlEncodingEnabled(false)
                .body(DATA)
                .put(deposit + "/files/data.bin")
                .then()
                .statusCode(401);

        assertThat(calls()).isEmpty();
    }

    @Test
    void an_async_upload_is_answered_at_once() {
        String deposit = deposit("Later");
        sandbox.fault("slow").on(PARTS).delay(Duration.ofMillis(300)).start();

        put(anybody().header("Prefer", "respond-async"), deposit, "data.bin", DATA)
                .then()
                .statusCode(202);

        awaitFile(deposit, "data.bin", "available");
    }

    @Test
    void content_codings_and_ranges_are_refused() {
        String deposit = deposit("Encoded");

        put(anybody().header("Content-Encoding", "gzip"), deposit, "a", DATA)
                .then()
                .statusCode(400);
        put(anybody().header("Content-Range", "bytes 0-9/20"), deposit, "a", DATA)
                .then()
                .statusCode(400);
    }

    private long addedByOthers(long item, String name) {
        String location = RestAssured.given()
                .header("Authorization", "token x")
                .contentType("application/json")
                .body(new JsonObject()
                        .put("name", name)
                        .put("size", 10)
                        .put("impersonate", MARENS_ACCOUNT)
                        .encode())
                .post(figshare() + "/account/articles/" + item + "/files")
                .path("location");
        return Long.parseLong(location.replaceFirst(".*/", ""));
    }

    private Response publish(String deposit) {
        return anybody().header("Idempotency-Key", UUID.randomUUID().toString()).post(deposit + "/publication");
    }
}
