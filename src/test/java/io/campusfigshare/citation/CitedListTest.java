package io.campusfigshare.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON lists whose items are cited in a style. */
@QuarkusTest
class CitedListTest extends InstitutionTest {

    private static final String LIST = "/v1/people/0009-0099-0042-0018/items";

    @ParameterizedTest
    @ValueSource(strings = {"apa", "chicago-author-date", "modern-language-association&locale=de-DE"})
    void the_citation_of_each_item_is_its_reference(String style) {
        JsonPath list = get(LIST + "?size=3&style=" + style).jsonPath();

        assertThat(list.getList("items")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            String reference = get("/v1/items/" + list.getLong("items[" + i + "].id") + "/citation?format=text&style="
                            + style)
                    .asString();
            assertThat(list.getString("items[" + i + "].citation")).isEqualTo(reference.strip());
        }
    }

    @Test
    void fields_and_facets_are_those_that_are_asked_for() {
        JsonPath list =
                get(LIST + "?size=2&style=apa&fields=citation,id&facet=type").jsonPath();

        assertThat(list.<Map<String, Object>>getList("items"))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item).containsOnlyKeys("id", "citation"))
                .allSatisfy(item -> assertThat(item.get("citation").toString()).contains("https://doi.org/"));
        assertThat(list.getList("facets.type")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ieee", "nature", "the-lancet", "american-medical-association", "plos", "bmj"})
    void a_numeric_style_has_no_number(String style) {
        get(LIST + "?size=2&fields=citation&style=" + style)
                .then()
                .body("items[0].citation", startsWith(style.equals("ieee") ? "M. Oakhurst" : "Oakhurst"));
    }

    @Test
    void without_a_style_the_citation_is_figshares() {
        get(LIST + "?size=1").then().body("items[0].citation", startsWith("Oakhurst, Maren (2025): Genome"));
    }

    @Test
    void the_next_page_is_cited_in_the_same_style() {
        get(LIST + "?size=1&style=apa").then().header("Link", containsString("page=2&size=1&style=apa>; rel=\"next\""));
    }

    @Test
    void items_that_are_named_are_cited_too() {
        get("/v1/items?id=123456&style=apa&fields=citation")
                .then()
                .body(
                        "items",
                        equalTo(List.of(Map.of(
                                "citation",
                                get("/v1/items/123456/citation").asString().strip()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?style=none-such", "?style=apa&locale=xx-XX", "?style=apa&format=bibtex&fields=citation"})
    void what_is_unknown_or_cannot_be_combined_is_refused(String query) {
        get(LIST + query).then().statusCode(400).contentType("application/problem+json");
    }
}
