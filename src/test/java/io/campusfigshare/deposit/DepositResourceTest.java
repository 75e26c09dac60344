package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deletes deposits, reads their events, reserves DOIs, and uses private links and the examples of the contract. */
@QuarkusTest
class DepositResourceTest extends DepositRequests {

    @Test
    void every_example_of_the_contract_works() {
        JsonObject paths = new JsonObject(get("/openapi?format=json").asString()).getJsonObject("paths");
        List<String> deposits = examples(paths, "/v1/deposits", "post");
        List<String> patches = examples(paths, "/v1/deposits/{id}", "patch");
        List<String> embargoes = examples(paths, "/v1/deposits/{id}/embargo", "put");
        assertThat(deposits).hasSize(4);
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

    @Test
    void the_first_examples_of_the_contract_lead_to_a_publication() {
        JsonObject paths = new JsonObject(get("/openapi?format=json").asString()).getJsonObject("paths");
        String text = paths.getJsonObject("/v1/deposits/{id}/files/{name}")
                .getJsonObject("put")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("text/plain")
                .getString("example");

        String url = location(create(
                as(MAREN, "deposit:self"),
                key(),
                examples(paths, "/v1/deposits", "post").getFirst()));
        as(MAREN, "deposit:self")
                .contentType("text/plain")
                .body(text)
                .put(url + "/files/tides.csv")
                .then()
                .statusCode(201)
                .body("size", equalTo(text.length()));

        publish(url, key()).then().statusCode(200).body("state", equalTo("published"));
    }

    private static List<String> examples(JsonObject paths, String path, String method) {
        JsonObject content = paths.getJsonObject(path)
                .getJsonObject(method)
                .getJsonObject("requestBody")
                .getJsonObject("content");
        // The example that the page of the contract shows.
        JsonObject first = content.getJsonObject(content.fieldNames().iterator().next());
        return first.getJsonObject("examples").stream()
                .map(example ->
                        ((JsonObject) example.getValue()).getValue("value").toString())
                .toList();
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
    void a_deletion_that_figshare_ignores_is_an_error() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Still there")));
        sandbox.fault("impersonate-ignored").method("DELETE").start();

        anybody().delete(url).then().statusCode(502);

        assertThat(drafts("Still there")).hasSize(1);
        anybody().get(url).then().statusCode(200);
    }

    @Test
    void the_events_of_a_deposit_are_listed() {
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
    void an_unsupported_method_is_answered_with_the_supported_ones(
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
    void a_private_link_is_shown_once_and_can_be_deleted() {
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
}
