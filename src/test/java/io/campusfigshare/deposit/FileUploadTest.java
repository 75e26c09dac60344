package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a file is sent to Figshare and verified there, and what happens when a call fails. */
@QuarkusTest
class FileUploadTest extends FileTest {

    private static final byte[] DATA = bytes(2 * PART + PART / 2, 1);
    private static final byte[] OTHER = bytes(2 * PART + PART / 2, 2);

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Test
    void a_file_is_sent_to_figshare_in_parts() {
        String deposit = deposit("With a file");

        put(deposit, "data.bin", DATA)
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .body("name", equalTo("data.bin"))
                .body("size", equalTo(DATA.length))
                .body("md5", equalTo(md5(DATA)))
                .body("state", equalTo("available"))
                .body("bytesSent", equalTo(DATA.length))
                .body("link", nullValue())
                .body("problem", nullValue());

        assertThat(partsSent()).containsExactly(1, 2, 3);
        assertThat(sandbox.received("PUT", PARTS))
                .extracting(part -> part.headers().get("content-length"))
                .containsExactlyInAnyOrder("100000", "100000", "50000");
        assertNoSecretsAtUploadHost();
        assertThat(sandbox.received("POST", RECORDS))
                .hasSize(1)
                .first()
                .satisfies(sent -> assertThat(new JsonObject(sent.body()).getMap())
                        .containsEntry("name", "data.bin")
                        .containsEntry("size", DATA.length)
                        .containsEntry("impersonate", (int) MARENS_ACCOUNT));
        assertThat(sandbox.received("POST", RECORD))
                .hasSize(1)
                .first()
                .satisfies(sent -> assertThat(new JsonObject(sent.body()).getLong("impersonate"))
                        .isEqualTo(MARENS_ACCOUNT));
        assertThat(stored(deposit))
                .hasSize(1)
                .first()
                .satisfies(file -> assertThat(file.getString("computed_md5")).isEqualTo(md5(DATA)));
        anybody()
                .get(deposit)
                .then()
                .body("state", equalTo("ready"))
                .body("files", hasSize(1))
                .body("files[0].name", equalTo("data.bin"));
    }

    @Test
    void upload_addresses_appear_in_no_metric() {
        String deposit = deposit("Unmeasured");
        put(deposit, "data.bin", DATA).then().statusCode(201);

        assertThat(RestAssured.get(metrics).asString())
                .contains("figshare_calls_total{host=\"uploads\"}")
                .doesNotContain("/upload/")
                .doesNotContain(Long.toString(MARENS_ACCOUNT));
    }

    @Test
    void the_quota_is_checked_first() {
        String deposit = deposit("Quota");
        sandbox.clearLog();

        sandbox.changeAccount(MARENS_ACCOUNT, "{\"maximum_file_size\": 1000}");
        put(deposit, "a", DATA).then().statusCode(413).body("type", endsWith(":file-too-large"));
        sandbox.changeAccount(MARENS_ACCOUNT, "{\"maximum_file_size\": 1000000000, \"quota\": 1048600}");
        put(deposit, "a", DATA).then().statusCode(413).body("type", endsWith(":quota-exceeded"));

        assertThat(sandbox.count("POST", RECORDS)).isZero();
        assertThat(sandbox.count(null, "/upload/.*")).isZero();
        anybody().get(deposit).then().body("state", equalTo("ready")).body("files", hasSize(0));
    }

    @Test
    void a_refused_file_is_forgotten() {
        String deposit = deposit("Refused");
        sandbox.fault("error").on(RECORDS).method("POST").status(422).start();

        put(deposit, "data.bin", DATA).then().statusCode(422);

        anybody().get(deposit).then().body("state", equalTo("ready")).body("files", hasSize(0));
    }

    @Test
    void a_fully_sent_file_is_completed_without_its_caller() {
        String deposit = deposit("Completed later");
        var down = sandbox.fault("error").on(RECORD).method("POST").start();

        put(deposit, "data.bin", DATA).then().statusCode(202).body("state", equalTo("processing"));
        down.stop();

        awaitFile(deposit, "data.bin", "available");
        assertThat(partsSent()).containsExactly(1, 2, 3);
        assertThat(state(deposit)).isEqualTo("ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "reset", "html", "throttle", "lost-answer", "waf-challenge"})
    void a_failed_part_is_sent_again(String fault) {
        String deposit = deposit("After " + fault);
        sandbox.fault(fault).on("/upload/[^/]+/2").method("PUT").times(1).start();

        put(deposit, "data.bin", DATA).then().statusCode(201);

        assertThat(partsSent()).isEqualTo(fault.equals("lost-answer") ? List.of(1, 2, 3) : List.of(1, 2, 2, 3));
        assertThat(sandbox.count("POST", RECORDS)).isOne();
    }

    @Test
    void a_locked_part_is_waited_for() {
        String deposit = deposit("Locked");
        sandbox.fault("locked-part").on("/upload/[^/]+(/1)?").times(4).start();

        put(deposit, "data.bin", DATA).then().statusCode(201);

        assertThat(stored(deposit)).hasSize(1);
    }

    @Test
    void a_file_that_becomes_visible_late_is_waited_for() {
        String deposit = deposit("Late");
        sandbox.fault("file-late").times(2).start();

        put(deposit, "data.bin", DATA).then().statusCode(201);

        assertThat(sandbox.count("POST", RECORDS)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "reset"})
    void a_lost_answer_leads_to_one_file_record(String fault) {
        String deposit = deposit("Once " + fault);
        sandbox.fault(fault).on(RECORDS).method("POST").times(1).start();

        put(deposit, "data.bin", DATA).then().statusCode(201);

        assertThat(stored(deposit)).hasSize(1);
    }

    @Test
    void a_file_that_appears_late_is_deleted_before_the_publication() {
        String deposit = deposit("Added late");
        sandbox.fault("done-later")
                .on(RECORDS)
                .method("POST")
                .delay(Duration.ofSeconds(4))
                .times(1)
                .start();
        put(deposit, "data.bin", DATA).then().statusCode(201);
        soon().until(() -> stored(deposit).size() == 2);

        publish(deposit).then().statusCode(200).body("state", equalTo("published"));

        assertThat(stored(deposit))
                .hasSize(1)
                .first()
                .satisfies(file -> assertThat(file.getString("computed_md5")).isEqualTo(md5(DATA)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "error-after", "error", "reset"})
    void a_completion_with_a_lost_answer_is_recognised(String fault) {
        String deposit = deposit("Complete " + fault);
        sandbox.fault(fault).on(RECORD).method("POST").times(1).start();

        put(deposit, "data.bin", DATA).then().statusCode(201).body("state", equalTo("available"));
    }

    @Test
    void an_interrupted_upload_is_resumed() throws Exception {
        String deposit = deposit("Cut off");
        try (var _ = begun(deposit, "data.bin", DATA, PART + PART / 2)) {
            soon().until(() -> partsSent().equals(List.of(1)));
            assertThat(file(deposit, "data.bin").getString("state")).isEqualTo("uploading");
        }
        soon().untilAsserted(() ->
                assertThat(file(deposit, "data.bin").getInteger("bytesSent")).isEqualTo(PART));
        assertThat(state(deposit)).isEqualTo("uploading");

        publish(deposit)
                .then()
                .statusCode(409)
                .body("type", endsWith(":files-unfinished"))
                .body("detail", containsString("data.bin (uploading)"));
        anybody()
                .contentType("application/merge-patch+json")
                .body("{\"metadata\": {\"title\": \"Too early\"}}")
                .patch(deposit)
                .then()
                .statusCode(409);
        put(withDigest(DATA), deposit, "data.bin", DATA).then().statusCode(200).body("state", equalTo("available"));

        assertThat(partsSent()).containsExactly(1, 2, 3);
        assertThat(sandbox.count("POST", RECORDS)).isOne();
        assertThat(state(deposit)).isEqualTo("ready");
    }

    @Test
    void an_interrupted_upload_without_a_digest_starts_again() throws Exception {
        String deposit = deposit("No digest");
        try (var _ = begun(deposit, "data.bin", DATA, PART + PART / 2)) {
            soon().until(() -> partsSent().equals(List.of(1)));
        }

        soon().until(() -> put(deposit, "data.bin", DATA).statusCode() != 409);

        assertThat(partsSent()).containsExactly(1, 1, 2, 3);
        assertThat(stored(deposit))
                .hasSize(1)
                .first()
                .satisfies(file -> assertThat(file.getString("computed_md5")).isEqualTo(md5(DATA)));
    }

    @Test
    void a_deposit_can_be_deleted_during_an_upload() throws Exception {
        String deposit = deposit("Given up");
        try (var _ = begun(deposit, "data.bin", DATA, PART + PART / 2)) {
            soon().until(() -> partsSent().equals(List.of(1)));
        }

        soon().until(() -> anybody().delete(deposit).statusCode() == 204);
        anybody().get(deposit).then().statusCode(410);
    }

    @Test
    void a_damaged_file_fails_and_can_be_sent_again() {
        String deposit = deposit("Damaged");
        sandbox.fault("ic-failure").times(1).start();

        put(deposit, "data.bin", DATA).then().statusCode(502).body("type", endsWith(":file-corrupt"));
        assertThat(file(deposit, "data.bin").getString("state")).isEqualTo("failed");
        publish(deposit).then().statusCode(409).body("detail", containsString("data.bin (failed)"));
        assertThat(state(deposit)).isEqualTo("ready");

        put(deposit, "data.bin", DATA).then().body("state", equalTo("available"));
        assertThat(stored(deposit)).hasSize(1);
        publish(deposit).then().statusCode(200);
    }

    @Test
    void an_upload_that_figshare_aborts_starts_again() {
        String deposit = deposit("Aborted");
        sandbox.fault("upload-aborted")
                .on("/upload/[^/]+/2")
                .method("PUT")
                .times(1)
                .start();

        put(withDigest(DATA), deposit, "data.bin", DATA)
                .then()
                .statusCode(502)
                .body("type", endsWith(":upload-aborted"));
        put(withDigest(DATA), deposit, "data.bin", DATA).then().body("state", equalTo("available"));

        assertThat(stored(deposit)).hasSize(1);
    }

    @Test
    void the_status_of_a_file_is_read_until_it_is_available() {
        String deposit = deposit("Checked late");
        var slow = sandbox.fault("slow-md5").start();

        put(anybody().header("Prefer", "respond-async"), deposit, "data.bin", DATA)
                .then()
                .statusCode(202);
        awaitFile(deposit, "data.bin", "processing");
        assertThat(state(deposit)).isEqualTo("uploading");
        slow.stop();

        awaitFile(deposit, "data.bin", "available");
        assertThat(state(deposit)).isEqualTo("ready");
    }

    @Test
    void a_file_that_never_becomes_available_blocks_nothing() {
        String deposit = deposit("Never checked");
        sandbox.fault("slow-md5").start();

        put(deposit, "data.bin", DATA).then().statusCode(202).body("state", equalTo("processing"));

        awaitState(deposit, "ready");
        assertThat(file(deposit, "data.bin").getString("state")).isEqualTo("processing");
        publish(deposit).then().statusCode(200).body("state", equalTo("published"));
    }

    /** A file that a person deletes by hand is not Figshare's failure. */
    @Test
    void a_file_deleted_by_hand_during_its_verification_is_a_conflict() {
        String deposit = deposit("Removed meanwhile");
        sandbox.fault("slow-md5").start();
        put(deposit, "data.bin", DATA).then().statusCode(202).body("state", equalTo("processing"));

        removeByHand(deposit);

        soon().untilAsserted(() -> {
            recoveries.now();
            JsonObject file = file(deposit, "data.bin");
            assertThat(file.getString("state")).isEqualTo("failed");
            assertThat(file.getJsonObject("problem").getString("type")).endsWith(":file-gone");
            assertThat(file.getJsonObject("problem").getInteger("status")).isEqualTo(409);
        });
    }

    @Test
    void a_waiting_caller_gets_the_conflict() throws Exception {
        String deposit = deposit("Removed while waited for");
        sandbox.fault("slow-md5").start();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> put(deposit, "data.bin", DATA));
            soon().until(() -> sandbox.count("POST", RECORD) == 1);
            removeByHand(deposit);

            answer.get().then().statusCode(409).body("type", endsWith(":file-gone"));
        }
    }

    private void removeByHand(String deposit) {
        RestAssured.given()
                .header("Authorization", "token x")
                .delete(figshare() + "/account/articles/"
                        + anybody().get(deposit).path("item") + "/files/"
                        + stored(deposit).getFirst().getLong("id") + "?impersonate=" + MARENS_ACCOUNT)
                .then()
                .statusCode(204);
    }

    @Test
    void two_files_of_a_deposit_can_be_sent_concurrently() throws Exception {
        String deposit = deposit("Two at once");
        List<Response> answers;
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads
                    .invokeAll(List.<java.util.concurrent.Callable<Response>>of(
                            () -> put(deposit, "a", DATA), () -> put(deposit, "b", OTHER)))
                    .stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }

        assertThat(answers).allSatisfy(answer -> answer.then().statusCode(201));
        assertThat(stored(deposit)).hasSize(2);
        assertThat(state(deposit)).isEqualTo("ready");
    }

    @Test
    void a_file_cannot_be_sent_twice_concurrently() throws Exception {
        String deposit = deposit("Contested");
        try (var _ = begun(deposit, "data.bin", DATA, PART / 2)) {
            soon().until(() -> sandbox.count("POST", RECORDS) == 1);

            put(withDigest(DATA), deposit, "data.bin", DATA)
                    .then()
                    .statusCode(409)
                    .header("Retry-After", matchesPattern("[1-9]\\d*"))
                    .body("type", endsWith(":file-busy"));
        }
    }

    private Response publish(String deposit) {
        return anybody().header("Idempotency-Key", UUID.randomUUID().toString()).post(deposit + "/publication");
    }
}
