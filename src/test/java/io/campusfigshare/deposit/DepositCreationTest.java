package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates deposits: of new metadata and of existing records, and repeats the requests. */
@QuarkusTest
class DepositCreationTest extends DepositRequests {

    @Test
    void a_create_makes_a_draft_of_the_person() {
        Response created = create(anybody(), key(), deposit(MAREN, "Tides of the inner fjord"));

        created.then()
                .statusCode(201)
                .header("Location", endsWith("/v1/deposits/" + created.path("id")))
                .header("Cache-Control", equalTo("no-store"))
                .body("state", equalTo("ready"))
                .body("depositor", equalTo(MAREN))
                .body("metadata.title", equalTo("Tides of the inner fjord"))
                .body("metadata.authors", hasSize(1))
                .body("metadata.authors[0].id", equalTo((int) MAREN_AS_AUTHOR))
                .body("problem", nullValue());
        assertThat(createdDrafts("Tides of the inner fjord")).hasSize(1).first().satisfies(sent -> {
            JsonObject body = new JsonObject(sent.body());
            assertThat(body.getLong("impersonate")).isEqualTo(MARENS_ACCOUNT);
            assertThat(body.getString("title")).isEqualTo("Tides of the inner fjord");
            assertThat(sent.query()).isEmpty();
        });
        assertThat(sandbox.received("GET", CREATES + "/\\d+"))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.query()).isEqualTo("impersonate=" + MARENS_ACCOUNT));
        assertThat(created.asString()).doesNotContain(Long.toString(MARENS_ACCOUNT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "{", "", "{\"metadata\": 1}", "\"x\""})
    void an_invalid_body_is_answered_with_a_problem(String body) {
        int status = anybody()
                .header("Idempotency-Key", key())
                .contentType("application/json")
                .body(body)
                .post("/v1/deposits")
                .then()
                .contentType("application/problem+json")
                .extract()
                .statusCode();

        assertThat(status).isEqualTo(body.contains("metadata") ? 422 : 400);
        assertThat(sandbox.count("POST", CREATES)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a/", "/b", ";"})
    void an_invalid_media_type_is_refused(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/deposits"))
                .header("Authorization", "Bearer " + issuer.token("thesis-system", "deposit:any"))
                .header("Content-Type", type)
                .header("Idempotency-Key", key())
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_has_no_effect() {
        String key = key();
        String deposit = deposit(MAREN, "Said twice");
        Response first = create(anybody(), key, deposit);

        Response again = create(anybody(), key, deposit);

        first.then().statusCode(201);
        again.then().statusCode(201).header("Location", equalTo(first.header("Location")));
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(createdDrafts("Said twice")).hasSize(1);
    }

    @Test
    void a_key_with_another_request_is_refused() {
        String key = key();
        create(anybody(), key, deposit(MAREN, "One thing")).then().statusCode(201);

        create(anybody(), key, deposit(MAREN, "Another thing"))
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", endsWith(":idempotency-key-reused"));
        assertThat(createdDrafts("One thing")).hasSize(1);
    }

    @Test
    void the_same_key_of_another_caller_is_a_different_key() {
        String key = key();
        create(as(MAREN, "deposit:self"), key, deposit(MAREN, "Mine")).then().statusCode(201);

        create(as(TOBIAS, "deposit:self"), key, "{\"metadata\": {\"title\": \"Mine as well\"}}")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with a blank", "ünusual"})
    void a_create_requires_a_key(String key) {
        create(anybody(), key, deposit(MAREN, "Without a key"))
                .then()
                .statusCode(400)
                .body("type", endsWith(":idempotency-key-required"));
        assertThat(createdDrafts("Without a key")).isEmpty();
    }

    @Test
    void concurrent_requests_with_one_key_create_one_draft() throws Exception {
        String key = key();
        String deposit = deposit(MAREN, "Two at a time");
        sandbox.fault("slow")
                .on(CREATES)
                .method("POST")
                .delay(Duration.ofMillis(500))
                .start();
        Callable<Response> create = () -> create(anybody(), key, deposit);

        List<Response> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(List.of(create, create)).stream()
                    .map(answer -> answer.resultNow())
                    .toList();
        }

        assertThat(answers).anySatisfy(answer -> answer.then().statusCode(201));
        answers.stream()
                .filter(answer -> answer.statusCode() != 201)
                .forEach(answer -> answer.then().statusCode(409).header("Retry-After", matchesPattern("[1-9]\\d*")));
        create(anybody(), key, deposit).then().statusCode(201);
        assertThat(createdDrafts("Two at a time")).hasSize(1);
    }

    @Test
    void an_async_create_is_answered_at_once() {
        Response accepted = anybody()
                .header("Idempotency-Key", key())
                .header("Prefer", "respond-async")
                .body(deposit(MAREN, "Later"))
                .post("/v1/deposits");

        accepted.then()
                .statusCode(202)
                .header("Preference-Applied", equalTo("respond-async"))
                .body("state", equalTo("accepted"));
        soon().until(() -> anybody()
                .get(accepted.header("Location").replaceFirst("^https?://[^/]+", ""))
                .path("state")
                .equals("ready"));
        assertThat(createdDrafts("Later")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "reset", "error", "truncate", "html", "waf-challenge", "html-content-type"})
    void a_lost_answer_to_a_create_leads_to_one_draft(String fault) {
        sandbox.fault(fault).on(CREATES).method("POST").times(1).start();
        String title = "After " + fault;
        String key = key();

        shortly().until(() -> create(anybody(), key, deposit(MAREN, title)).statusCode() == 201);

        assertThat(drafts(title))
                .hasSize(1)
                .allSatisfy(draft -> assertThat(draft.account()).isEqualTo(MARENS_ACCOUNT));
    }

    @Test
    void an_answer_with_a_location_alone_is_understood() {
        sandbox.fault("location-only").on(CREATES).method("POST").start();

        create(anybody(), key(), deposit(MAREN, "Where is it?")).then().statusCode(201);
        assertThat(createdDrafts("Where is it?")).hasSize(1);
    }

    @Test
    void a_draft_for_the_wrong_account_is_deleted() {
        double alarms = metric("deposit.wrong.owner");
        sandbox.fault("impersonate-ignored").on(CREATES).method("POST").start();

        create(anybody(), key(), deposit(MAREN, "Not mine"))
                .then()
                .statusCode(502)
                .body("type", endsWith(":wrong-owner"));

        assertThat(drafts("Not mine")).isEmpty();
        assertThat(metric("deposit.wrong.owner")).isEqualTo(alarms + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody@westmark.example, unknown-depositor",
        "1495601, unknown-depositor",
        "1000101, unknown-depositor",
        "MOAKHURST@WESTMARK.EXAMPLE x, unknown-depositor"
    })
    void an_invalid_depositor_is_refused_with_the_reason(String depositor, String type) {
        create(anybody(), key(), deposit(depositor, "For whom?"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":" + type));
        assertThat(createdDrafts("For whom?")).isEmpty();
    }

    @Test
    void a_depositor_is_found_by_orcid_and_by_address() {
        create(anybody(), key(), deposit("0009-0099-0042-0018", "By ORCID iD"))
                .then()
                .statusCode(201)
                .body("depositor", equalTo(MAREN));
        create(anybody(), key(), deposit("https://orcid.org/0009-0099-0042-0018", "By its URL"))
                .then()
                .statusCode(201)
                .body("depositor", equalTo(MAREN));
    }

    @Test
    void all_errors_are_listed_in_one_answer() {
        create(
                        anybody(),
                        key(),
                        new JsonObject()
                                .put("depositor", MAREN)
                                .put("colour", "blue")
                                .put(
                                        "metadata",
                                        new JsonObject()
                                                .put("title", "ab")
                                                .put("keywords", "one")
                                                .put("licence", "CC-BY-4.0"))
                                .encode())
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems("/colour", "/metadata/title", "/metadata/keywords", "/metadata/licence"));
        assertThat(createdDrafts("ab")).isEmpty();
    }

    @Test
    void a_program_without_an_account_must_name_a_depositor() {
        for (Response answer : List.of(
                anybody().get("/v1/deposits"),
                create(anybody(), key(), "{\"metadata\": {\"title\": \"Whose is it?\"}}"))) {
            answer.then()
                    .statusCode(422)
                    .body("type", endsWith(":unknown-depositor"))
                    .body("detail", startsWith("depositor: "));
        }
    }

    @Test
    void a_deposit_can_be_made_of_an_existing_record() {
        Response listed = anybody().queryParam("depositor", MAREN).get("/v1/deposits");
        listed.then().statusCode(200).body("total", nullValue()).body("items.url", hasItem(nullValue()));
        int item = listed.path("items[0].item");

        String url = location(create(
                anybody(),
                key(),
                new JsonObject().put("depositor", MAREN).put("item", item).encode()));

        patch(url, "{\"title\": \"Edited through the door\"}")
                .then()
                .statusCode(200)
                .body("metadata.title", equalTo("Edited through the door"));
        anybody()
                .queryParam("depositor", MAREN)
                .get("/v1/deposits")
                .then()
                .body("items.find { it.item == %d }.url".formatted(item), endsWith(url));
    }

    @Test
    void no_deposit_is_made_of_a_record_of_another_person() {
        int item = anybody().queryParam("depositor", MAREN).get("/v1/deposits").path("items[0].item");

        create(
                        anybody(),
                        key(),
                        new JsonObject()
                                .put("depositor", TOBIAS)
                                .put("item", item)
                                .encode())
                .then()
                .statusCode(404);
    }
}
