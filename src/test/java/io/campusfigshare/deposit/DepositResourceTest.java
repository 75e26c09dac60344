package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.deposit.body.Examples;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DepositResourceTest extends InstitutionTest {

    private static final String MAREN = "moakhurst@westmark.example";
    private static final long MARENS_ACCOUNT = 1495601;
    private static final long MAREN_AS_AUTHOR = 1000101;
    private static final String TOBIAS = "tfennimore@westmark.example";
    private static final String CREATES = "/v2/account/articles";

    @Inject
    MeterRegistry metrics;

    private static ConditionFactory shortly() {
        return soon().atMost(Duration.ofSeconds(40));
    }

    @BeforeEach
    void asNew() {
        sandbox.reset();
        syncs.started();
        sandbox.clearLog();
    }

    @Test
    void a_deposit_is_a_draft_of_the_person_it_is_for() {
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
    void what_is_no_deposit_is_refused_as_a_problem(String body) {
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
    void a_body_of_no_media_type_is_refused(String type) throws Exception {
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
    void a_repeated_request_is_answered_as_before_and_not_done_again() {
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
    void a_key_is_for_one_request_only() {
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
    void a_key_of_somebody_else_is_another_key() {
        String key = key();
        create(as(MAREN, "deposit:self"), key, deposit(MAREN, "Mine")).then().statusCode(201);

        create(as(TOBIAS, "deposit:self"), key, "{\"metadata\": {\"title\": \"Mine as well\"}}")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with a blank", "ünusual"})
    void a_create_needs_a_key(String key) {
        create(anybody(), key, deposit(MAREN, "Without a key"))
                .then()
                .statusCode(400)
                .body("type", endsWith(":idempotency-key-required"));
        assertThat(createdDrafts("Without a key")).isEmpty();
    }

    @Test
    void one_of_two_at_a_time_does_it() throws Exception {
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
    void nobody_waits_who_does_not_want_to() {
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
    void whatever_becomes_of_the_answer_there_is_one_draft(String fault) {
        sandbox.fault(fault).on(CREATES).method("POST").times(1).start();
        String title = "After " + fault;
        String key = key();

        shortly().until(() -> create(anybody(), key, deposit(MAREN, title)).statusCode() == 201);

        assertThat(drafts(title))
                .hasSize(1)
                .allSatisfy(draft -> assertThat(draft.account()).isEqualTo(MARENS_ACCOUNT));
    }

    @Test
    void a_location_is_enough() {
        sandbox.fault("location-only").on(CREATES).method("POST").start();

        create(anybody(), key(), deposit(MAREN, "Where is it?")).then().statusCode(201);
        assertThat(createdDrafts("Where is it?")).hasSize(1);
    }

    @Test
    void a_draft_that_figshare_makes_for_somebody_else_is_taken_away_again() {
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
    void who_cannot_be_deposited_for_is_said(String depositor, String type) {
        create(anybody(), key(), deposit(depositor, "For whom?"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":" + type));
        assertThat(createdDrafts("For whom?")).isEmpty();
    }

    @Test
    void a_person_is_found_by_orcid_and_by_address() {
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
    void everything_that_is_wrong_is_said_at_once() {
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
    void an_edit_changes_what_it_names_and_nothing_else() {
        Response created = create(anybody(), key(), deposit(MAREN, "Before"));
        String url = location(created);
        String etag = anybody().get(url).header("ETag");

        anybody()
                .contentType("application/merge-patch+json")
                .header("If-Match", etag)
                .body("{\"metadata\": {\"title\": \"Afterwards\", \"keywords\": [\"tides\"]}}")
                .patch(url)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(etag)))
                .body("metadata.title", equalTo("Afterwards"))
                .body("metadata.keywords", equalTo(List.of("tides")))
                .body("metadata.description", notNullValue());

        // The first one ends the create.
        List<Received> patches = sandbox.received("PATCH", CREATES + "/\\d+");
        assertThat(patches).hasSize(2);
        assertThat(new JsonObject(patches.getLast().body()).fieldNames())
                .containsExactlyInAnyOrder("title", "keywords", "impersonate");
    }

    @Test
    void what_is_read_can_be_sent_back_whole_and_only_what_differs_is_changed() {
        JsonObject complete = new JsonObject(Examples.PUBLISHED).put("depositor", MAREN);
        complete.remove("publish");
        complete.getJsonObject("metadata").put("timeline", new JsonObject().put("firstOnline", "2026-01-31"));
        String url = location(create(anybody(), key(), complete.encode()));
        JsonObject read = new JsonObject(anybody().get(url).asString());
        sandbox.clearLog();

        sent(url, read).then().statusCode(200);
        assertThat(sandbox.received("PATCH", ".*")).isEmpty();

        read.getJsonObject("metadata").put("title", "Tides, read and sent");
        sent(url, read).then().statusCode(200).body("metadata.title", equalTo("Tides, read and sent"));

        assertThat(sandbox.received("PATCH", CREATES + "/\\d+"))
                .extracting(edit -> new JsonObject(edit.body()).fieldNames())
                .containsExactly(Set.of("title", "impersonate"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"license": {"name": "CC0", "spdx": "CC0-1.0", "url": "https://x.example"}} | license
                    {"license": {"spdx": "MIT"}}                                                 | license
                    {"department": {"id": 4203, "name": "Of another name"}}                      | group_id
                    """)
    void an_object_is_taken_by_what_names_it(String metadata, String changed) {
        String url = location(create(anybody(), key(), deposit(MAREN, "By name")));
        sandbox.clearLog();

        patch(url, metadata).then().statusCode(200);

        JsonObject edit = new JsonObject(
                sandbox.received("PATCH", CREATES + "/\\d+").getFirst().body());
        assertThat(edit.getLong(changed)).isPositive();
        assertThat(edit.fieldNames()).containsExactlyInAnyOrder(changed, "impersonate");
    }

    @Test
    void a_license_is_never_taken_away() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Licensed")));
        patch(url, "{\"license\": \"MIT\"}").then().statusCode(200);
        sandbox.clearLog();

        patch(url, "{\"license\": null}")
                .then()
                .statusCode(422)
                .body("detail", equalTo("/metadata/license: can be changed, but not removed."));

        assertThat(sandbox.received("PATCH", ".*")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    POST   | /private-links           | until
                    POST   | /doi                     | nothing but its path
                    POST   | /retry                   | nothing but its path
                    POST   | /publication             | nothing but its path
                    DELETE | /publication?reason=Wrong | reason
                    DELETE | ``                       | nothing but its path
                    """)
    void a_body_that_is_not_read_is_refused(String method, String path, String says) {
        String url = location(create(anybody(), key(), deposit(MAREN, "Without a body")));
        sandbox.clearLog();

        anybody()
                .header("Idempotency-Key", key())
                .body("{\"until\": \"2099-01-31\"}")
                .request(method, url + (path == null ? "" : path))
                .then()
                .statusCode(400)
                .body("type", endsWith(":body-not-read"))
                .body("detail", containsString(says));

        assertThat(sandbox.received("POST", ".*")).isEmpty();
        assertThat(sandbox.received("DELETE", ".*")).isEmpty();
    }

    @Test
    void a_program_that_names_nobody_is_asked_for_a_depositor() {
        for (Response answer : List.of(
                anybody().get("/v1/deposits"),
                create(anybody(), key(), "{\"metadata\": {\"title\": \"Whose is it?\"}}"))) {
            answer.then()
                    .statusCode(422)
                    .body("type", endsWith(":unknown-depositor"))
                    .body("detail", startsWith("depositor: "));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"title": "Bare"}           | /title          | {"metadata": {"title": …}}
                    {"keywords": null}          | /keywords       | {"metadata": {"keywords": …}}
                    {"state": "published"}      | /state          | cannot be changed by a patch
                    {"item": 2000005}           | /item           | cannot be changed by a patch
                    {"colour": "blue"}          | /colour         | is unknown
                    {"metadata": null}          | /metadata       | not removed
                    {"metadata": "Title"}       | /metadata       | must be an object
                    {"metadata": {"title": 1}}  | /metadata/title | must be a text
                    """)
    void an_edit_is_of_the_metadata_alone(String patch, String pointer, String detail) {
        String url = location(create(anybody(), key(), deposit(MAREN, "Stays as it is")));
        sandbox.clearLog();

        anybody()
                .contentType("application/merge-patch+json")
                .body(patch)
                .patch(url)
                .then()
                .statusCode(422)
                .body("type", endsWith(":invalid-metadata"))
                .body("errors.pointer", equalTo(List.of(pointer)))
                .body("errors[0].detail", containsString(detail));

        assertThat(sandbox.received("PATCH", ".*")).isEmpty();
    }

    @Test
    void every_example_of_the_contract_works_as_it_is() {
        JsonObject paths = new JsonObject(get("/openapi?format=json").asString()).getJsonObject("paths");
        List<String> deposits = examples(paths, "/v1/deposits", "post");
        List<String> patches = examples(paths, "/v1/deposits/{id}", "patch");
        List<String> embargoes = examples(paths, "/v1/deposits/{id}/embargo", "put");
        assertThat(deposits).hasSize(3);
        assertThat(patches).hasSize(2);
        assertThat(embargoes).hasSize(3);

        for (String deposit : deposits) {
            String url = location(create(as(MAREN, "deposit:self"), key(), deposit));
            for (String patch : patches) {
                as(MAREN, "deposit:self")
                        .contentType("application/merge-patch+json")
                        .body(patch)
                        .patch(url)
                        .then()
                        .statusCode(200);
            }
            for (String embargo : embargoes) {
                as(MAREN, "deposit:self")
                        .body(embargo)
                        .put(url + "/embargo")
                        .then()
                        .statusCode(200);
            }
        }
    }

    private static List<String> examples(JsonObject paths, String path, String method) {
        JsonObject content = paths.getJsonObject(path)
                .getJsonObject(method)
                .getJsonObject("requestBody")
                .getJsonObject("content");
        // The one that a page offers.
        JsonObject first = content.getJsonObject(content.fieldNames().iterator().next());
        return first.getJsonObject("examples").stream()
                .map(example ->
                        ((JsonObject) example.getValue()).getValue("value").toString())
                .toList();
    }

    @Test
    void an_edit_of_what_has_changed_meanwhile_is_refused() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Contested")));
        String etag = anybody().get(url).header("ETag");
        patch(url, "{\"title\": \"Somebody was faster\"}").then().statusCode(200);

        anybody()
                .contentType("application/merge-patch+json")
                .header("If-Match", etag)
                .body("{\"metadata\": {\"title\": \"Too late\"}}")
                .patch(url)
                .then()
                .statusCode(412);
        anybody().get(url).then().body("metadata.title", equalTo("Somebody was faster"));
    }

    @Test
    void a_publication_is_public_at_once() {
        String url = location(create(anybody(), key(), complete(MAREN, "Made public")));

        Response published = publish(url, key());

        published.then().statusCode(200).body("state", equalTo("published"));
        int item = published.path("item");
        get("/v1/items/" + item).then().statusCode(200).body("title", equalTo("Made public"));
        assertThat(sandbox.count("POST", CREATES + "/\\d+/publish")).isEqualTo(1);
        assertThat(new JsonObject(sandbox.received("POST", CREATES + "/\\d+/publish")
                                .getFirst()
                                .body())
                        .getLong("impersonate"))
                .isEqualTo(MARENS_ACCOUNT);
    }

    @Test
    void a_create_can_publish_too() {
        String deposit = new JsonObject(complete(MAREN, "All in one"))
                .put("publish", true)
                .encode();

        create(anybody(), key(), deposit).then().statusCode(201).body("state", equalTo("published"));
    }

    @Test
    void all_that_a_publication_needs_is_said_at_once() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Not ready yet")));

        publish(url, key())
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/metadata/keywords", "/metadata/categories", "/metadata/license"));

        assertThat(sandbox.count("POST", CREATES + "/\\d+/publish")).isZero();
        anybody().get(url).then().body("state", equalTo("ready"));
    }

    @Test
    void the_problem_of_a_deposit_says_what_is_still_missing() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Mended bit by bit")));
        List<String> missing = publish(url, key()).path("errors.pointer");
        JsonObject complete = new JsonObject(complete(MAREN, "Mended bit by bit")).getJsonObject("metadata");
        anybody()
                .get(url)
                .then()
                .body("problem.type", endsWith(":incomplete"))
                .body("problem.errors.pointer", equalTo(missing));

        patch(
                        url,
                        new JsonObject()
                                .put("keywords", complete.getJsonArray("keywords"))
                                .encode())
                .then()
                .statusCode(200)
                .body("problem.errors.pointer", not(hasItem("/metadata/keywords")))
                .body("problem.errors.pointer", hasItem("/metadata/license"));
        patch(url, complete.encode()).then().statusCode(200).body("problem", nullValue());
        anybody().get(url).then().body("problem", nullValue());
    }

    @Test
    void a_refusal_by_figshare_goes_with_the_next_edit() {
        String url = location(create(anybody(), key(), complete(MAREN, "Refused once")));
        sandbox.fault("error")
                .status(422)
                .on(CREATES + "/\\d+/publish")
                .times(1)
                .start();
        publish(url, key()).then().statusCode(422);
        anybody().get(url).then().body("problem.type", endsWith(":figshare-refused-deposit"));

        patch(url, "{\"title\": \"Refused no more\"}").then().statusCode(200).body("problem", nullValue());
    }

    @Test
    void the_addresses_of_a_draft_lead_to_its_deposit_until_it_is_public() {
        String url = location(create(anybody(), key(), complete(MAREN, "Where is it?")));
        anybody()
                .contentType("application/octet-stream")
                .body(new byte[] {1, 2, 3})
                .put(url + "/files/a%20b.bin")
                .then()
                .statusCode(201);

        Response draft = anybody().get(url);
        assertThat(draft.<String>path("metadata.url"))
                .isEqualTo(draft.path("url"))
                .endsWith(url);
        String file = draft.path("metadata.files[0].url");
        assertThat(file).endsWith(url + "/files/a%20b.bin");
        anybody().get(url + "/files/a%20b.bin").then().statusCode(200).body("name", equalTo("a b.bin"));

        Response published = publish(url, key());
        String item = "/v1/items/" + published.path("item");
        assertThat(published.<String>path("metadata.url")).endsWith(item);
        assertThat(published.<String>path("metadata.files[0].url")).contains(item + "/files/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "error", "reset"})
    void a_publication_whose_answer_is_lost_is_one_all_the_same(String fault) {
        String url = location(create(anybody(), key(), complete(MAREN, "Published, " + fault)));
        sandbox.fault(fault).on(CREATES + "/\\d+/publish").times(1).start();
        String key = key();

        shortly().until(() -> publish(url, key).statusCode() == 200);

        publish(url, key).then().statusCode(200).body("state", equalTo("published"));
    }

    @Test
    void a_publication_that_has_to_be_approved_is_in_review() {
        String url = location(create(anybody(), key(), complete(MAREN, "For the curators")));
        sandbox.review(true);

        publish(url, key()).then().statusCode(200).body("state", equalTo("in-review"));
    }

    @Test
    void a_publication_under_embargo_is_not_public_yet() {
        String url = location(create(anybody(), key(), complete(MAREN, "Not before 2040")));
        anybody()
                .body("{\"until\": \"2040-01-01\", \"scope\": \"article\", \"reason\": \"Patent\"}")
                .put(url + "/embargo")
                .then()
                .statusCode(200)
                .body("metadata.embargo.until", equalTo("2040-01-01T00:00:00Z"))
                .body("metadata.embargo.scope", equalTo("article"));

        int item = publish(url, key())
                .then()
                .statusCode(200)
                .body("state", equalTo("embargoed"))
                .extract()
                .path("item");

        get("/v1/items/" + item).then().statusCode(404);
        anybody().delete(url + "/embargo").then().statusCode(200).body("metadata.embargo", nullValue());
    }

    @Test
    void an_embargo_that_cannot_be_is_refused() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Held back how?")));

        anybody()
                .body("{\"until\": \"2001-01-01\", \"scope\": \"all\"}")
                .put(url + "/embargo")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/until", "/scope"));
        assertThat(sandbox.count("PUT", CREATES + "/\\d+/embargo")).isZero();
    }

    @Test
    void a_publication_that_shows_late_is_published_when_it_shows() {
        String url = location(create(anybody(), key(), complete(MAREN, "Slowly")));
        sandbox.fault("publish-delay").delay(Duration.ofSeconds(2)).start();

        Response published = publish(url, key());

        published.then().statusCode(200).body("state", equalTo("published"));
        get("/v1/items/" + published.path("item")).then().statusCode(200);
    }

    @Test
    void what_is_unpublished_is_gone_from_public_view_at_once() {
        String url = location(create(anybody(), key(), complete(MAREN, "Not for long")));
        int item = publish(url, key()).path("item");
        get("/v1/items/" + item).then().statusCode(200);

        anybody()
                .queryParam("reason", "Published%20by%20mistake")
                .delete(url + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("ready"));

        get("/v1/items/" + item).then().statusCode(410);
    }

    @Test
    void a_draft_can_be_deleted() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Never mind")));

        anybody().delete(url).then().statusCode(204);

        assertThat(drafts("Never mind")).isEmpty();
        anybody().get(url).then().statusCode(410).body("type", endsWith(":deposit-gone"));
        assertThat(sandbox.received("DELETE", CREATES + "/\\d+"))
                .hasSize(1)
                .allSatisfy(sent -> assertThat(sent.query()).isEqualTo("impersonate=" + MARENS_ACCOUNT));
    }

    @Test
    void what_figshare_does_not_delete_is_not_said_to_be_gone() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Still there")));
        sandbox.fault("impersonate-ignored").method("DELETE").start();

        anybody().delete(url).then().statusCode(502);

        assertThat(drafts("Still there")).hasSize(1);
        anybody().get(url).then().statusCode(200);
    }

    @Test
    void a_record_made_elsewhere_is_taken_on() {
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
    void a_record_of_somebody_else_is_not_taken_on() {
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

    @Test
    void a_deposit_tells_its_history() {
        String url = location(create(anybody(), key(), deposit(MAREN, "With a history")));
        patch(url, "{\"title\": \"With a longer history\"}").then().statusCode(200);

        anybody()
                .get(url + "/events")
                .then()
                .statusCode(200)
                .body("items.action", hasItems("create", "read", "edit"))
                .body("items[0].action", equalTo("create"))
                .body("items[0].outcome", equalTo("done"))
                .body("items[0].client", equalTo("thesis-system"))
                .body("items[0].request", notNullValue())
                .body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    |                 | GET, HEAD, POST, OPTIONS
                    PUT    | /x              | GET, HEAD, PATCH, DELETE, OPTIONS
                    GET    | /x/publication  | POST, DELETE, OPTIONS
                    DELETE | /x/events       | GET, HEAD, OPTIONS
                    POST   | /x/files        | GET, HEAD, OPTIONS
                    POST   | /x/files/a      | GET, HEAD, PUT, DELETE, OPTIONS
                    GET    | /x/private-links/a | DELETE, OPTIONS
                    """)
    void a_method_that_a_path_does_not_know_is_refused_with_those_that_it_does(
            String method, @Nullable String below, String allowed) {
        String path = "/v1/deposits"
                + (below == null ? "" : below.replace("x", UUID.randomUUID().toString()));

        anybody().body("{}").request(method, path).then().statusCode(405).header("Allow", equalTo(allowed));
    }

    @Test
    void a_doi_is_reserved() {
        String url = location(create(anybody(), key(), deposit(MAREN, "In press")));

        String doi =
                anybody().post(url + "/doi").then().statusCode(200).extract().path("metadata.doi");
        anybody().post(url + "/doi").then().statusCode(200).body("metadata.doi", equalTo(doi));

        assertThat(doi).startsWith("10.");
        assertThat(sandbox.count("POST", CREATES + "/\\d+/reserve_doi")).isEqualTo(1);
    }

    @Test
    void a_private_link_is_told_once_and_ended() {
        String url = location(create(anybody(), key(), deposit(MAREN, "For reviewers")));

        Response made = anybody().post(url + "/private-links");
        String end = LocalDate.now(ZoneOffset.UTC).plusDays(365).toString();
        made.then().statusCode(201).body("url", containsString("://")).body("expires", equalTo(end + "T00:00:00Z"));
        assertThat(new JsonObject(sandbox.received("POST", CREATES + "/\\d+/private_links")
                                .getFirst()
                                .body())
                        .getString("expires_date"))
                .isEqualTo(end);
        String id = made.path("id");

        anybody()
                .get(url + "/private-links")
                .then()
                .body("items.id", hasItem(id))
                .body("items[0].url", nullValue());
        assertThat(made.<String>path("url")).doesNotContain(id);
        anybody().delete(url + "/private-links/" + id).then().statusCode(204);
        anybody().get(url + "/private-links").then().body("items", hasSize(0));
    }

    private Response sent(String url, JsonObject deposit) {
        return anybody()
                .contentType("application/merge-patch+json")
                .body(deposit.encode())
                .patch(url);
    }

    private RequestSpecification anybody() {
        return as("service-account", "deposit:any");
    }

    private RequestSpecification as(String campusId, String... roles) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.token(campusId, roles))
                .contentType("application/json");
    }

    private static Response create(RequestSpecification who, String key, String deposit) {
        return who.header("Idempotency-Key", key).body(deposit).post("/v1/deposits");
    }

    private Response publish(String url, String key) {
        return anybody().header("Idempotency-Key", key).post(url + "/publication");
    }

    private Response patch(String url, String metadata) {
        return anybody()
                .contentType("application/merge-patch+json")
                .body("{\"metadata\": " + metadata + "}")
                .patch(url);
    }

    private static String location(Response created) {
        return created.then().statusCode(201).extract().header("Location").replaceFirst("^https?://[^/]+", "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String deposit(String depositor, String title) {
        return new JsonObject()
                .put("depositor", depositor)
                .put(
                        "metadata",
                        new JsonObject()
                                .put("title", title)
                                .put("type", "dataset")
                                .put("description", "<p>Measured.</p>")
                                .put("authors", new JsonArray().add(new JsonObject().put("campusId", MAREN))))
                .encode();
    }

    private static String complete(String depositor, String title) {
        JsonObject deposit = new JsonObject(deposit(depositor, title));
        deposit.getJsonObject("metadata")
                .put("keywords", new JsonArray().add("tides"))
                .put("license", "CC-BY-4.0")
                .put("categories", new JsonArray().add("310301"))
                .put("customFields", new JsonObject().put("Instrument", "Gauge").put("Data steward", "Library"));
        return deposit.encode();
    }

    /** What was sent for it, and not for a deposit of another test that goes on. */
    private List<Received> createdDrafts(String title) {
        return sandbox.received("POST", CREATES).stream()
                .filter(sent -> title.equals(new JsonObject(sent.body()).getString("title")))
                .toList();
    }

    private List<Owned> drafts(String title) {
        return sandbox.accountArticles(title);
    }

    private double metric(String name) {
        return metrics.find(name).counter().count();
    }
}
