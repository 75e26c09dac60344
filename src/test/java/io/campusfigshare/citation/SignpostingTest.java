package io.campusfigshare.citation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the typed links of items in Link headers and linksets. */
@QuarkusTest
class SignpostingTest extends ServiceTest {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"([^\"]*)\"(?:; type=\"([^\"]*)\")?");

    @Test
    void itemHasSignpostingLinks() {
        Response first = get("/v1/items/123456");
        Response kept = get("/v1/items/123456");
        String links = kept.header("Link");

        assertThat(links).isEqualTo(first.header("Link")).hasSizeLessThan(4_096);
        assertThat(targets(links, "cite-as")).containsExactly("https://doi.org/10.1371/journal.pone.0039704");
        assertThat(targets(links, "type"))
                .containsExactly("https://schema.org/Dataset", "https://schema.org/AboutPage");
        assertThat(targets(links, "license")).containsExactly("https://creativecommons.org/licenses/by/4.0/");
        assertThat(targets(links, "item")).singleElement().asString().endsWith("/v1/items/123456/files/3074543");
        assertThat(targets(links, "linkset")).hasSize(2);
        given().head("/v1/items/123456").then().header("Link", equalTo(links));
        LINK.matcher(links)
                .results()
                .filter(link ->
                        link.group(2).equals("describedby") || link.group(2).equals("linkset"))
                .forEach(
                        link -> get(here(link.group(1))).then().statusCode(200).contentType(startsWith(link.group(3))));
    }

    @Test
    void formatLinksToItsItem() {
        String links = get("/v1/items/123456?format=bibtex").header("Link");

        assertThat(targets(links, "describes")).singleElement().asString().endsWith("/v1/items/123456");
        assertThat(targets(links, "cite-as")).hasSize(1);
    }

    @Test
    void headerHasTenFilesAndTheLinksetAll() {
        assertThat(targets(get("/v1/items/2000007").header("Link"), "item")).hasSize(10);
        get("/v1/items/2000007/linkset")
                .then()
                .statusCode(200)
                .contentType("application/linkset+json")
                .body("linkset[0].anchor", endsWith("/v1/items/2000007"))
                .body("linkset[0].item", hasSize(25))
                .body("linkset[0].describedby", hasSize(Format.values().length - 1));
        assertThat(targets(
                        accepting("application/linkset", "/v1/items/2000007/linkset")
                                .asString(),
                        "item"))
                .hasSize(25);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 10", "11, 10", "40, 10"})
    void headerHasTenDistinctAuthorsAndTheLinksetAll(int known, int named) {
        List<String> orcids = IntStream.range(0, known)
                .mapToObj("https://orcid.org/0000-0001-0000-%04d"::formatted)
                .toList();
        // Each author appears twice, after one without an ORCID iD.
        String authors = Stream.concat(Stream.of("0"), Stream.concat(orcids.stream(), orcids.stream()))
                .map(orcid -> "{\"full_name\":\"Ada Reed\",\"orcid_id\":\"" + orcid.replaceAll("\\D+/|^0$", "") + "\"}")
                .collect(Collectors.joining(","));
        String path = "/v1/items/" + sandbox.publish("{\"authors\":[" + authors + "]}");

        String links = get(path).header("Link");

        assertThat(targets(links, "author")).isEqualTo(orcids.subList(0, named));
        assertThat(targets(given().head(path).header("Link"), "author")).hasSize(named);
        assertThat(targets(get(path + "/versions/1").header("Link"), "author")).hasSize(named);
        assertThat(links).hasSizeLessThan(4_096);
        assertThat(targets(get(path + "/linkset?format=text").asString(), "author"))
                .isEqualTo(orcids);
        assertThat(get(path + "/linkset").jsonPath().getList("linkset[0].author.href"))
                .isEqualTo(known == 0 ? null : orcids);
    }

    private static Response accepting(String type, String path) {
        return given().header("Accept", type).get(path);
    }

    private static List<String> targets(String links, String rel) {
        return LINK.matcher(links)
                .results()
                .filter(link -> link.group(2).equals(rel))
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    private static String here(String url) {
        return url.substring(url.indexOf("/v1/"));
    }
}
