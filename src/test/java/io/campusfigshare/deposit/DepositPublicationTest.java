package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.EmbeddedDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishes and unpublishes deposits, and sets embargoes. */
@QuarkusTest
class DepositPublicationTest extends DepositRequests {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @Test
    void a_published_deposit_is_public_at_once() {
        String url = location(create(anybody(), key(), complete(MAREN, "Made public")));

        Response published = publish(url, key());

        published.then().statusCode(200).body("state", equalTo("published"));
        long item = published.path("item");
        get("/v1/items/" + item).then().statusCode(200).body("title", equalTo("Made public"));
        assertThat(sandbox.count("POST", CREATES + "/\\d+/publish")).isEqualTo(1);
        assertThat(new JsonObject(sandbox.received("POST", CREATES + "/\\d+/publish")
                                .getFirst()
                                .body())
                        .getLong("impersonate"))
                .isEqualTo(MARENS_ACCOUNT);
    }

    @Test
    void a_create_can_publish() {
        String deposit = new JsonObject(complete(MAREN, "All in one"))
                .put("publish", true)
                .encode();

        create(anybody(), key(), deposit).then().statusCode(201).body("state", equalTo("published"));
    }

    @Test
    void all_missing_metadata_are_listed_in_one_answer() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Not ready yet")));

        publish(url, key())
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/metadata/keywords", "/metadata/categories", "/metadata/license"));

        assertThat(sandbox.count("POST", CREATES + "/\\d+/publish")).isZero();
        anybody().get(url).then().body("state", equalTo("ready"));
    }

    @Test
    void the_problem_of_a_deposit_lists_the_metadata_still_missing() {
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
    void an_edit_clears_the_problem_of_a_refused_publication() {
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
    void the_links_of_a_draft_point_to_its_deposit_until_it_is_public() {
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
    void a_publication_with_a_lost_answer_happens_once(String fault) {
        String url = location(create(anybody(), key(), complete(MAREN, "Published, " + fault)));
        sandbox.fault(fault).on(CREATES + "/\\d+/publish").times(1).start();
        String key = key();

        shortly().until(() -> publish(url, key).statusCode() == 200);

        publish(url, key).then().statusCode(200).body("state", equalTo("published"));
    }

    @Test
    void a_publication_that_requires_approval_is_in_review() {
        String url = location(create(anybody(), key(), complete(MAREN, "For the curators")));
        sandbox.review(true);

        publish(url, key()).then().statusCode(200).body("state", equalTo("in-review"));
    }

    @Test
    void a_publication_under_embargo_is_not_public() {
        String url = location(create(anybody(), key(), complete(MAREN, "Not before 2040")));
        anybody()
                .body("{\"until\": \"2040-01-01\", \"scope\": \"article\", \"reason\": \"Patent\"}")
                .put(url + "/embargo")
                .then()
                .statusCode(200)
                .body("metadata.embargo.until", equalTo("2040-01-01T00:00:00Z"))
                .body("metadata.embargo.scope", equalTo("article"));

        long item = publish(url, key())
                .then()
                .statusCode(200)
                .body("state", equalTo("embargoed"))
                .extract()
                .path("item");

        get("/v1/items/" + item).then().statusCode(404);
        anybody().delete(url + "/embargo").then().statusCode(200).body("metadata.embargo", nullValue());
    }

    @Test
    void an_invalid_embargo_is_refused() {
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
    void a_publication_that_becomes_visible_late_is_recognised() {
        String url = location(create(anybody(), key(), complete(MAREN, "Slowly")));
        sandbox.fault("publish-delay").delay(Duration.ofSeconds(2)).start();

        Response published = publish(url, key());

        published.then().statusCode(200).body("state", equalTo("published"));
        get("/v1/items/" + published.path("item")).then().statusCode(200);
    }

    @Test
    void an_unpublished_deposit_is_no_longer_public() {
        String url = location(create(anybody(), key(), complete(MAREN, "Not for long")));
        long item = publish(url, key()).path("item");
        get("/v1/items/" + item).then().statusCode(200);

        withoutNotifications(() -> {
            anybody()
                    .queryParam("reason", "Published%20by%20mistake")
                    .delete(url + "/publication")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("ready"));

            get("/v1/items/" + item).then().statusCode(410);
        });
    }

    /** Runs the work while PostgreSQL tells no replica of changes: its notifications may arrive late. */
    private void withoutNotifications(Runnable work) {
        String database = databaseUrl.substring(databaseUrl.lastIndexOf('/') + 1);
        EmbeddedDatabase.execute(database, "alter table change disable trigger change_told");
        try {
            work.run();
        } finally {
            EmbeddedDatabase.execute(database, "alter table change enable trigger change_told");
        }
    }
}
