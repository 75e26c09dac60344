package io.campusfigshare.citation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the formats, styles and locales of items. */
@QuarkusTest
class ItemFormatsTest extends ServiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-bibtex|@misc{deng2012_123456,",
                "application/x-research-info-systems|TY  - DATA",
                "application/vnd.citationstyles.csl+json|{\"id\":\"deng2012_123456\",\"type\":\"dataset\"",
                "application/vnd.datacite.datacite+json|{\"id\":\"https://doi.org/10.1371/journal.pone.0039704\"",
                "application/vnd.datacite.datacite+xml|<?xml version=\"1.0\" encoding=\"UTF-8\"?><resource",
                "application/vnd.schemaorg.ld+json|{\"@context\":\"https://schema.org\",\"@type\":\"Dataset\"",
                "application/ld+json|{\"@context\":\"https://schema.org\",\"@type\":\"Dataset\"",
                "application/x-dublin-core+xml|<?xml version=\"1.0\" encoding=\"UTF-8\"?><oai_dc:dc",
                "text/x-bibliography|Deng, Y., Yao, J., Wang, X., Guo, H., & Duan, D. (2012). Transcriptome",
                "application/json|{\"id\":123456"
            })
    void everyFormatHasItsTagAndType(String type, String begins) {
        Response answer = accepting(type, "/v1/items/123456");

        answer.then()
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Vary", containsString("Accept"))
                .body(startsWith(begins));
        given().header("Accept", type)
                .header("If-None-Match", answer.header("ETag"))
                .get("/v1/items/123456")
                .then()
                .statusCode(304);
        given().header("Accept", type)
                .head("/v1/items/123456")
                .then()
                .statusCode(200)
                .contentType(answer.contentType())
                .header("ETag", answer.header("ETag"))
                .header("Content-Length", answer.header("Content-Length"));
    }

    @Test
    void allFormatsOfAnItemNeedOneCall() {
        long id = uncachedItem();

        for (Format format : Format.values()) {
            get("/v1/items/" + id + "?format=" + format.text())
                    .then()
                    .statusCode(200)
                    .contentType(startsWith(format.type));
        }
        get("/v1/items/" + id + "/citation").then().statusCode(200);
        get("/v1/items/" + id + "/linkset").then().statusCode(200);

        assertThat(sandbox.count(null, "/v2/.*")).isEqualTo(1);
    }

    @Test
    void everyFormatHasAnETagOfItsOwn() {
        assertThat(IntStream.range(0, Format.values().length)
                        .mapToObj(i -> Format.values()[i])
                        .filter(format -> format != Format.JSONLD)
                        .map(format ->
                                get("/v1/items/123456?format=" + format.text()).header("ETag")))
                .doesNotHaveDuplicates();
    }

    @Test
    void cachedFormatIsServed() {
        get("/v1/items/123456?format=ris").then().statusCode(200);

        get("/v1/items/123456?format=ris").then().header("Cache-Status", containsString("hit"));
        accepting("application/x-research-info-systems", "/v1/items/123456")
                .then()
                .header("Cache-Status", containsString("hit"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-bibtex;q=0.2, application/x-research-info-systems;q=0.9|application/x-research-info-systems",
                "application/x-bibtex, application/json|application/x-bibtex",
                "application/json, application/x-bibtex|application/json",
                "application/json;q=0.3, application/*;q=0.8|application/x-bibtex",
                "application/json;q=0, */*|application/x-bibtex",
                "*/*|application/json",
                "application/*|application/json",
                "text/*|text/x-bibliography",
                "image/png, application/ld+json;q=0.1|application/ld+json",
                "application/vnd.crossref.unixref+xml, application/vnd.datacite.datacite+xml;q=0.5"
                        + "|application/vnd.datacite.datacite+xml"
            })
    void formatIsNegotiated(String accept, String type) {
        accepting(accept, "/v1/items/123456").then().statusCode(200).contentType(startsWith(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "*/*;q=0", "application/x-bibtex;q=0"})
    void unacceptableTypeListsTheAvailableOnes(String accept) {
        accepting(accept, "/v1/items/123456")
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("type", endsWith("not-acceptable"))
                .body("detail", containsString("application/x-bibtex"));
    }

    @Test
    void parameterOverridesAccept() {
        given().header("Accept", "text/html")
                .get("/v1/items/123456?format=bibtex")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/x-bibtex"));
        given().header("Accept", "application/x-bibtex")
                .get("/v1/items/123456?format=json")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/items/123456?format=endnote, bibtex",
        "/v1/items/123456?format=bibtex&format=ris, repeated",
        "/v1/items/123456?format=text&style=nonsense, /v1/citation-styles",
        "/v1/items/123456/citation?style=nonsense, /v1/citation-styles",
        "/v1/items/123456/citation?style=..%2Fapa, /v1/citation-styles",
        "/v1/items/123456/citation?locale=xx-XX, /v1/citation-styles",
        "/v1/items/123456/citation?format=pdf, html",
        "/v1/items/123456/linkset?format=xml, text"
    })
    void unknownFormatStyleOrLocaleIsRejected(String path, String says) {
        get(path).then().statusCode(400).contentType("application/problem+json").body("detail", containsString(says));
    }

    @Test
    void styleAndLocaleAreInHeaderOrParameter() {
        String byHeader = accepting("text/x-bibliography; style=ieee; locale=de-DE", "/v1/items/123456")
                .asString();

        assertThat(byHeader)
                .startsWith("[1]")
                .isEqualTo(get("/v1/items/123456?format=text&style=ieee&locale=de-DE")
                        .asString())
                .isEqualTo(
                        get("/v1/items/123456/citation?style=ieee&locale=de-DE").asString())
                .isNotEqualTo(get("/v1/items/123456/citation").asString());
    }

    @Test
    void referenceIsTextOrHtml() {
        get("/v1/items/123456/citation").then().statusCode(200).contentType(startsWith("text/plain"));
        accepting("text/html", "/v1/items/123456/citation")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("<div class=\"csl-entry\">"));
        accepting("application/json", "/v1/items/123456/citation").then().statusCode(406);
    }

    @Test
    void scriptInATitleIsEscapedInAReference() {
        long id = sandbox.publish("{\"title\":\"&lt;script&gt;alert(1)&lt;/script&gt; ]]> kelp\"}");

        get("/v1/items/" + id + "/citation?format=html")
                .then()
                .body(containsString("&lt;script&gt;"))
                .body(not(containsString("<script")));
        get("/v1/items/" + id + "?format=schemaorg").then().body(not(containsString("<")));
        get("/v1/items/" + id + "?format=datacite-xml")
                .then()
                .statusCode(200)
                .body("resource.titles.title", equalTo("<script>alert(1)</script> ]]> kelp"));
    }

    @Test
    void versionAndDoiHaveTheSameFormats() {
        accepting("application/x-bibtex", "/v1/items/2000003/versions/2")
                .then()
                .statusCode(200)
                .body(containsString("version = {2}"));
        accepting("application/x-bibtex", "/v1/dois/10.1371/journal.pone.0039704")
                .then()
                .statusCode(200)
                .body(startsWith("@misc{deng2012_123456"));
        get("/v1/dois/10.1371/journal.pone.0039704?format=ris").then().statusCode(200);
    }

    @Test
    void missingItemIsMissingInEveryFormat() {
        long nobody = unknownId();

        accepting("application/x-bibtex", "/v1/items/" + nobody)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store");
        get("/v1/items/" + nobody + "?format=ris").then().statusCode(404);
        get("/v1/items/" + nobody).then().statusCode(404);

        assertThat(sandbox.count("GET", "/v2/articles/" + nobody)).isEqualTo(1);
    }

    @Test
    void listWithoutACatalogueHasOnlyJson() {
        accepting("application/x-bibtex", "/v1/items").then().statusCode(406);
        get("/v1/items?format=bibtex").then().statusCode(400).body("detail", containsString("json"));
        get("/v1/items?format=json").then().statusCode(200).contentType("application/json");
    }

    @Test
    void stylesAndLocalesAreListed() {
        get("/v1/citation-styles")
                .then()
                .statusCode(200)
                .body("items", hasSize(Styles.ALL.size()))
                .body("items.find { it.id == 'apa' }.title", equalTo("APA Style 7th edition"))
                .body("locales", hasSize(Styles.LOCALES.size()));
    }

    private static Response accepting(String type, String path) {
        return given().header("Accept", type).get(path);
    }
}
