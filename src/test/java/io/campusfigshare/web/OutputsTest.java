package io.campusfigshare.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OutputsTest extends InstitutionTest {

    private static final String MAREN = "/embed/outputs?person=0009-0099-0042-0018";

    @Test
    void the_list_of_a_person_is_that_of_the_api() {
        List<String> titles =
                get("/v1/people/0009-0099-0042-0018/items").jsonPath().getList("items.title");

        Document html = html(MAREN);

        assertThat(html.select("ol > li .campus-title a").eachText()).isEqualTo(titles);
        assertThat(html.select(".campus-count").text()).isEqualTo(titles.size() + " research outputs");
        assertThat(html.select("li").first().select(".campus-facts").text())
                .isEqualTo("Dataset 2025 Open access doi:10.99999/westmark.2000035.v1");
        assertThat(html.select("li .campus-doi").first().attr("href"))
                .isEqualTo("https://doi.org/10.99999/westmark.2000035.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=5", "department=BIO", "collection=2100001", "q=kelp", "q=*", "q=kelp&department=BIO"})
    void every_way_to_name_a_list_finds_items(String query) {
        assertThat(html("/embed/outputs?" + query).select("li")).isNotEmpty();
    }

    @Test
    void pages_lead_to_each_other() {
        Document first = html(MAREN + "&size=5");
        Document second = html(path(first.select("a[rel=next]").attr("href")));

        assertThat(first.select("a[rel=prev]")).isEmpty();
        assertThat(second.select("a[rel=next]")).isEmpty();
        assertThat(second.select("ol").attr("start")).isEqualTo("6");
        assertThat(second.select("li")).isNotEmpty();
        assertThat(second.select(".campus-pages span").text()).isEqualTo("Page 2 of 2");
        assertThat(path(second.select("a[rel=prev]").attr("href"))).isEqualTo(MAREN + "&size=5");
    }

    @Test
    void a_style_shows_references_with_their_address_as_a_link() {
        Document html = html(MAREN + "&style=apa&size=1");

        assertThat(html.select("li").text())
                .isEqualTo("Oakhurst, M. (2025). Genome assembly of the marsh violet (Version 1) [Data set]."
                        + " University of Westmark. https://doi.org/10.99999/westmark.2000035.v1");
        assertThat(html.select("li a").attr("href")).isEqualTo("https://doi.org/10.99999/westmark.2000035.v1");
    }

    @Test
    void words_are_in_the_language_that_is_asked_for() {
        Document html = html(MAREN + "&lang=de&size=5");

        assertThat(html.select("section").attr("lang")).isEqualTo("de");
        assertThat(html.select(".campus-count").text()).matches("\\d Forschungsergebnisse");
        assertThat(html.select(".campus-type").first().text()).isEqualTo("Datensatz");
        assertThat(html.select(".campus-pages").text()).isEqualTo("Seite 1 von 2 Weiter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person=0009-0099-0042-0018",
                "department=BIO",
                "collection=2100001",
                "q=*",
                "q=kelp&department=BIO",
                "q=%22marsh+violet%22"
            })
    void the_whole_list_is_offered_in_other_formats(String query) {
        Document html = html("/embed/outputs?size=1&" + query);
        int total = Integer.parseInt(html.select(".campus-count").text().split(" ")[0]);

        List<String> exports = html.select(".campus-export a").eachAttr("href");

        assertThat(html.select(".campus-export").text()).isEqualTo("Export: BibTeX RIS CSL-JSON CSV");
        assertThat(exports).allSatisfy(address -> get(apiPath(address)).then().statusCode(200));
        assertThat(get(apiPath(exports.get(2))).jsonPath().getList("$")).hasSize(total);
    }

    @Test
    void an_empty_list_is_offered_in_no_other_format() {
        assertThat(html("/embed/outputs?q=nobody+wrote+this").select(".campus-export"))
                .isEmpty();
    }

    @Test
    void the_component_has_the_same_words() throws Exception {
        String script = Files.readString(Path.of("src/main/web/campus.js"));

        assertThat(Words.GERMAN_TYPES.values())
                .allSatisfy(word -> assertThat(script).contains('"' + word + '"'));
        for (Words words : Words.values()) {
            assertThat(script).contains(words.none, words.previous, words.next, words.filling);
        }
    }

    @Test
    void search_engines_find_the_items_as_json_ld() throws Exception {
        JsonNode graph = new ObjectMapper()
                .readTree(html(MAREN + "&size=2")
                        .select("script[type=application/ld+json]")
                        .html());

        assertThat(graph.path("@context").asText()).isEqualTo("https://schema.org");
        assertThat(graph.path("@graph")).hasSize(2);
    }

    @Test
    void a_hostile_title_is_text() throws Exception {
        String title = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=alert(3) x=\"";
        long id = sandbox.publish("{\"authors\":[],\"title\":" + new ObjectMapper().writeValueAsString(title) + "}");
        syncs.items();

        Response answer = get("/embed/outputs?q=onmouseover");
        Document html = Jsoup.parse(answer.asString());

        assertThat(html.select("img, script:not([type])")).isEmpty();
        assertThat(html.select("[onmouseover], [onerror]")).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(html.select("script").html())
                        .findPath("@graph")
                        .toString())
                .contains(Long.toString(id));
        answer.then().header("Content-Security-Policy", not(containsString("script-src")));
    }

    @Test
    void the_answer_is_cached_and_has_an_etag() {
        String etag = get(MAREN + "&size=3").header("ETag");

        get("/embed/outputs?size=3&person=0009-0099-0042-0018").then().header("Cache-Status", containsString("hit"));
        given().header("If-None-Match", etag).get(MAREN + "&size=3").then().statusCode(304);
    }

    @Test
    void a_change_of_an_item_changes_the_list() {
        int before = html("/embed/outputs?q=*").select("li").size();
        assertThat(before).isEqualTo(20);
        String title = "Seven sonnets about lichens";
        sandbox.publish("{\"authors\":[],\"title\":\"" + title + "\"}");
        syncs.items();

        soon().untilAsserted(() -> assertThat(
                        html("/embed/outputs?q=lichens").select("li a").eachText())
                .contains(title));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?person=x&department=BIO",
                "?person=x&page=0",
                "?person=x&size=101",
                "?person=x&style=none-such",
                "?person=x&lang=fr",
                "?collection=abc",
                "?q=",
                "?q=kelp&facet=type",
                "?q=kelp&colour=red"
            })
    void what_names_two_lists_or_is_unknown_is_refused(String query) {
        get("/embed/outputs" + query).then().statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"person=nobody", "department=NONE", "collection=1"})
    void what_does_not_exist_is_not_found(String query) {
        get("/embed/outputs?" + query).then().statusCode(404).body("title", equalTo("Not found"));
    }

    @Test
    void a_search_without_results_says_so() {
        assertThat(html("/embed/outputs?q=xylophonequartet")
                        .select(".campus-count")
                        .text())
                .isEqualTo("No research outputs found.");
    }

    private static Document html(String path) {
        return Jsoup.parse(get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract()
                .asString());
    }

    private static String apiPath(String address) {
        return address.substring(address.indexOf("/v1/"));
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/embed"));
    }
}
