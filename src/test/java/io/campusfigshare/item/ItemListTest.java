package io.campusfigshare.item;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ItemListTest extends ServiceTest {

    @Test
    void a_json_list_is_cited_in_a_style_with_a_catalogue_only() {
        get("/v1/items?style=apa")
                .then()
                .statusCode(400)
                .body("detail", equalTo("style: needs the catalogue, which this service does not have."));
    }

    @Test
    void aWordFindsTheSeedsRecord() {
        get("/v1/items?q=saccharina")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(123456))
                .body("total", nullValue())
                .body("page", equalTo(1))
                .body("size", equalTo(20));
    }

    @Test
    void everyParameterIsSentInFigsharesTerms() {
        get("/v1/items?q=river%20gauge&type=journal-contribution&published-from=2020-01-01"
                        + "&modified-since=2021-05-04T10:00:00%2B02:00&sort=modified&page=3&size=7")
                .then()
                .statusCode(200);

        var sent = sandbox.received("POST", "/v2/articles/search");
        assertThat(sent)
                .singleElement()
                .satisfies(search -> assertThat(new JsonObject(search.body()))
                        .isEqualTo(new JsonObject()
                                .put("search_for", "\"river\" AND \"gauge\"")
                                .put("item_type", 6)
                                .put("published_since", "2019-12-31T23:59:59Z")
                                .put("modified_since", "2021-05-04T08:00:00Z")
                                .put("order", "modified_date")
                                .put("order_direction", "asc")
                                .put("page", 3)
                                .put("page_size", 7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":author: \"Deng\"",
                "kelp OR (NOT light)",
                "light) OR (kelp",
                "a\"b\"c unbalanced\" kelp",
                "\\\\ back\\slash",
                "AND OR NOT"
            })
    void figsharesOperatorsLoseTheirMeaning(String q) {
        given().queryParam("q", q).get("/v1/items").then().statusCode(200);

        String sent = new JsonObject(sandbox.received("POST", "/v2/articles/search")
                        .getFirst()
                        .body())
                .getString("search_for");
        assertThat(sent).matches("\"[^\"]+\"( AND \"[^\"]+\")*");
    }

    @Test
    void starListsAllItems() {
        get("/v1/items?q=*&size=9").then().statusCode(200).body("items", hasSize(9));
        get("/v1/items?size=9").then().header("Cache-Status", containsString("hit"));

        assertThat(sandbox.received("POST", "/v2/articles/search"))
                .singleElement()
                .satisfies(search ->
                        assertThat(new JsonObject(search.body()).fieldNames()).doesNotContain("search_for"));
    }

    @Test
    void itemsAreAskedForByName() {
        String named =
                "/v1/items?id=1&doi=10.6084/m9.figshare.5616445&id=123456&id=1&doi=10.6084/m9.figshare.5616445.v1";
        get(named)
                .then()
                .statusCode(200)
                .body("items.id", containsInAnyOrder(5616445, 123456, 5616445))
                .body("items.version", containsInAnyOrder(2, 1, 1))
                .body("missing", contains("1"))
                .body("total", equalTo(3));
        int calls = sandbox.count(null, "/v2/.*");
        get(named).then().header("Cache-Status", containsString("hit"));
        assertThat(sandbox.count(null, "/v2/.*")).isEqualTo(calls);

        assertThat(get(named + "&format=bibtex").asString()).contains("_5616445,", "_123456,");
        get("/v1/items?id=123456&fields=id").then().statusCode(400).body("detail", containsString("fields"));
        get("/v1/items?format=bibtex").then().statusCode(400);
    }

    @Test
    void figshareFailureIsNotAMissingItem() {
        long id = uncachedItem();
        sandbox.fault("error").status(403).on("/v2/articles/" + id).start();

        get("/v1/items?id=123456&id=" + id).then().statusCode(502);
    }

    @Test
    void aTypeNarrowsTheList() {
        get("/v1/items?type=thesis").then().statusCode(200).body("items.type", everyItem(equalTo("thesis")));
    }

    @Test
    void pagesAreLinked() {
        get("/v1/items?size=5&page=2&type=dataset")
                .then()
                .statusCode(200)
                .body("items", hasSize(5))
                .header("Link", containsString("page=3&size=5&type=dataset>; rel=\"next\""))
                .header("Link", containsString("/v1/items?size=5&type=dataset>; rel=\"prev\""));
    }

    @Test
    void theLastPageHasNoNext() {
        get("/v1/items?size=100&page=2").then().statusCode(200).header("Link", not(containsString("next")));
    }

    @Test
    void aListThatFigshareForbidsUsIsNotTheCallersFault() {
        sandbox.fault("error").status(403).on("/v2/articles/search").start();

        get("/v1/items?size=13")
                .then()
                .statusCode(502)
                .body("type", equalTo("urn:problem-type:campus-figshare:figshare-refused"));
    }

    @Test
    void aListIsOneCallHoweverItsParametersAreOrdered() {
        get("/v1/items?size=11&type=poster").then().statusCode(200);
        get("/v1/items?type=POSTER&size=11&page=1")
                .then()
                .statusCode(200)
                .header("Cache-Status", containsString("hit"));

        assertThat(sandbox.count("POST", "/v2/articles/search")).isEqualTo(1);
    }

    @Test
    void whatFigshareDoesNotListIsTheCallersQuestionToNarrow() {
        get("/v1/items?page=100&size=100").then().statusCode(400).body("detail", containsString("narrow the search"));
        assertThat(sandbox.count("POST", "/v2/articles/search")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page=0|page",
                "page=-1|page",
                "page=101|page",
                "page=abc|page",
                "page=99999999999999999999|page",
                "size=0|size",
                "size=101|size",
                "sort=colour|sort",
                "sort=-citations|sort",
                "type=sonnet|type",
                "published-from=yesterday|published-from",
                "modified-since=2024-13-01|modified-since",
                "modified-since=2024-01-01T00:00:00|modified-since",
                "q=|q",
                "q=a|q",
                "q=%22%22%3A()|q",
                "colour=red|colour",
                "page=1&page=2|page"
            })
    void aWrongParameterIsRefusedByNameAndCostsNoCall(String query, String name) {
        get("/v1/items?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(name + ": "));

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }
}
