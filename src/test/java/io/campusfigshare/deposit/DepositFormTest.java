package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DepositFormTest extends FileTest {

    private static final String CREATES = "/v2/account/articles";
    private static final byte[] DATA = bytes(2 * PART + 1, 3);
    private static final byte[] README = "What it is\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_form_creates_and_publishes_a_deposit_with_its_files() {
        String key = key();
        Response created = form(key, asked("One request").put("publish", true));

        created.then()
                .statusCode(201)
                .body("state", equalTo("published"))
                .body("files", hasSize(2))
                .body("files.state", everyItem(equalTo("available")));
        assertThat(stored(path(created)))
                .extracting(file -> file.getString("name"), file -> file.getString("computed_md5"))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("data.bin", md5(DATA)),
                        org.assertj.core.groups.Tuple.tuple("L\u00edsmig.txt", md5(README)));
        assertThat(sandbox.received("POST", ".*/publish").getFirst().at())
                .isAfter(sandbox.received("POST", RECORD).getLast().at());
        assertNoSecretsAtUploadHost();

        sandbox.clearLog();
        Response again = form(key, asked("One request").put("publish", true));
        assertThat(again.asString()).isEqualTo(created.asString());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(sandbox.count(null, "(/upload|/v2/account/articles).*")).isZero();
    }

    @Test
    void a_form_without_publish_creates_a_draft() {
        Response created = form(key(), asked("A draft"));

        created.then().statusCode(201).body("state", equalTo("ready"));
        assertThat(sandbox.count("POST", ".*/publish")).isZero();
    }

    @Test
    void the_same_key_with_other_files_is_refused() {
        String key = key();
        form(key, asked("Keyed")).then().statusCode(201);

        anybody()
                .header("Idempotency-Key", key)
                .multiPart("deposit", asked("Keyed").encode(), "application/json")
                .multiPart("file", "data.bin", README)
                .post("/v1/deposits")
                .then()
                .statusCode(422)
                .body("type", endsWith(":idempotency-key-reused"));
        assertThat(sandbox.count("POST", CREATES)).isOne();
    }

    @Test
    void an_interrupted_form_is_resumed() {
        String key = key();
        var down = sandbox.fault("error").on("/upload/[^/]+/2").method("PUT").start();
        Response failed = form(key, asked("Midway").put("publish", true));
        failed.then().statusCode(502);
        assertThat(sandbox.count("POST", ".*/publish")).isZero();
        Response waiting = anybody().get(onlyDeposit());
        waiting.then().body("state", equalTo("uploading")).body("problem.type", endsWith(":files-awaited"));
        down.stop();

        soon().untilAsserted(() -> {
            recoveries.now();
            form(key, asked("Midway").put("publish", true))
                    .then()
                    .statusCode(201)
                    .body("state", equalTo("published"))
                    .body("files", hasSize(2));
        });

        assertThat(sandbox.received("POST", CREATES))
                .filteredOn(sent -> sent.body().contains("Midway"))
                .hasSize(1);
        assertThat(sandbox.received("PUT", "/upload/[^/]+/1")).hasSize(2);
        assertThat(stored(onlyDeposit())).hasSize(2);
    }

    @Test
    void an_async_form_is_answered_at_once() {
        sandbox.fault("slow").on(PARTS).delay(Duration.ofMillis(300)).start();

        Response accepted = form(
                anybody().header("Prefer", "respond-async"),
                key(),
                asked("Later").put("publish", true));

        accepted.then().statusCode(202).body("state", equalTo("uploading"));
        awaitState(path(accepted), "published");
        assertThat(stored(path(accepted))).hasSize(2);
    }

    @Test
    void an_invalid_form_creates_nothing() {
        wrong(given -> given.multiPart("file", "a", DATA)
                        .multiPart("deposit", asked("Late").encode(), "application/json"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":invalid-form"));
        wrong(given -> given.multiPart("deposit", "{nonsense", "application/json"))
                .then()
                .statusCode(422);
        wrong(given -> given.multiPart("deposit", "{}", "application/json").multiPart("file", "a", DATA))
                .then()
                .statusCode(422);
        wrong(given -> valid(given).multiPart("file", "a", DATA).multiPart("file", "a", README))
                .then()
                .statusCode(422);
        wrong(given -> valid(given).multiPart("file", "a", DATA).multiPart("file", "A", README))
                .then()
                .statusCode(422);
        wrong(given -> given.contentType("multipart/form-data; boundary=x")
                        .body(("--x\r\nContent-Disposition: form-data; name=\"deposit\"\r\n\r\n"
                                        + asked("Wrong").encode()
                                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\u202eb\""
                                        + "\r\n\r\nbytes\r\n--x--")
                                .getBytes(StandardCharsets.UTF_8)))
                .then()
                .statusCode(400)
                .body("type", endsWith(":invalid-parameter"));
        wrong(given -> valid(given).multiPart("other", "a", DATA)).then().statusCode(422);
        wrong(given -> valid(given).multiPart("file", "../a", DATA)).then().statusCode(400);
        wrong(given -> valid(given).multiPart("file", "a", new byte[0])).then().statusCode(422);
        wrong(given -> given.contentType("multipart/form-data; boundary=x")
                        .body("--x\r\nnonsense".getBytes(StandardCharsets.UTF_8)))
                .then()
                .statusCode(400);
        wrong(given -> given.contentType("multipart/form-data").body(new byte[1]))
                .then()
                .statusCode(400)
                .body("type", endsWith(":malformed-form"));

        assertThat(sandbox.count("POST", CREATES)).isZero();
    }

    @Test
    void a_caller_without_permission_is_refused_before_the_files_are_received() {
        RestAssured.given()
                .auth()
                .oauth2(issuer.token("tfennimore@westmark.example", "deposit:self"))
                .header("Idempotency-Key", key())
                .multiPart("deposit", asked("Not theirs").encode(), "application/json")
                .multiPart("file", "data.bin", DATA)
                .post("/v1/deposits")
                .then()
                .statusCode(403);

        assertThat(sandbox.count("POST", CREATES)).isZero();
    }

    @Test
    void a_form_with_a_damaged_file_leaves_a_draft_and_the_reason() {
        sandbox.fault("ic-failure").times(1).start();

        form(key(), asked("Damaged").put("publish", true))
                .then()
                .statusCode(502)
                .body("type", endsWith(":file-corrupt"));

        assertThat(state(onlyDeposit())).isEqualTo("ready");
        assertThat(sandbox.count("POST", ".*/publish")).isZero();
    }

    @Test
    void json_without_a_content_type_is_not_read_as_a_form() {
        int status = RestAssured.given()
                .auth()
                .oauth2(token())
                .header("Idempotency-Key", key())
                .noContentType()
                .body(asked("No type").encode().getBytes(StandardCharsets.UTF_8))
                .post("/v1/deposits")
                .statusCode();

        assertThat(status).isIn(201, 400, 415);
    }

    private Response form(String key, JsonObject deposit) {
        return form(anybody(), key, deposit);
    }

    private static Response form(RequestSpecification who, String key, JsonObject deposit) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("preamble\r\n--edge\r\nContent-Disposition: form-data; name=\"deposit\"\r\n"
                        + "Content-Type: application/json\r\n\r\n" + deposit.encode()
                        + "\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"data.bin\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(DATA);
        body.writeBytes(("\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\";"
                        + " filename*=UTF-8''L%C3%ADsmig.txt\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(README);
        body.writeBytes("\r\n--edge--".getBytes(StandardCharsets.UTF_8));
        return who.header("Idempotency-Key", key)
                .contentType("multipart/form-data; boundary=edge")
                .body(body.toByteArray())
                .post("/v1/deposits");
    }

    private Response wrong(java.util.function.UnaryOperator<RequestSpecification> form) {
        return form.apply(RestAssured.given().auth().oauth2(token()).header("Idempotency-Key", key()))
                .post("/v1/deposits");
    }

    private static RequestSpecification valid(RequestSpecification given) {
        return given.multiPart("deposit", asked("Wrong").encode(), "application/json");
    }

    /** Returns the path of Maren's newest deposit. */
    private String onlyDeposit() {
        String url = anybody().get("/v1/deposits?depositor=" + MAREN).path("items[0].url");
        return url.replaceFirst("^https?://[^/]+", "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
