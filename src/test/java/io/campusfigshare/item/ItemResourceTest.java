package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ItemResourceTest extends ServiceTest {

    @Test
    void itemHasTheShapeOfTheApi() {
        get("/v1/items/123456")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("id", equalTo(123456))
                .body(
                        "title",
                        startsWith("Transcriptome Sequencing and Comparative Analysis of Saccharina japonica (Lam"))
                .body("titleHtml", containsString("<em>Saccharina japonica</em>"))
                .body("description", startsWith("Background\nLight has significant effect"))
                .body("descriptionHtml", containsString("<h3>Background</h3>"))
                .body("type", equalTo("dataset"))
                .body("doi", equalTo("10.1371/journal.pone.0039704"))
                .body("handle", nullValue())
                .body("published", equalTo("2012-06-27T00:57:36Z"))
                .body("timeline.firstOnline", equalTo("2016-01-19T09:09:40Z"))
                .body("authors.name", contains("Yunyan Deng", "Jianting Yao", "Xiuliang Wang", "Hui Guo", "Delin Duan"))
                .body("authors.orcid", everyItem(nullValue()))
                .body("license.spdx", equalTo("CC-BY-4.0"))
                .body("access", equalTo("open"))
                .body("embargo", nullValue())
                .body("keywords", contains("transcriptome", "sequencing", "comparative", "induction"))
                .body("categories.title", contains("Inorganic Chemistry", "Genetics", "Developmental Biology"))
                .body("files", hasSize(1))
                .body("files[0].md5", equalTo("eb5c9c6b278b533f98aa02feae57c266"))
                .body("files[0].url", containsString("/v1/items/123456/files/3074543"));
    }

    @Test
    void accountsAndInternalsAreNotExposed() {
        assertThat(get("/v1/items/123456").asString())
                .doesNotContain("confidential_reason", "url_private", "account", "api.figshare.com", "\"\"");
    }

    @Test
    void aDetailCutAtTenFilesIsCompleted() {
        long id = sandbox.publish(IntStream.rangeClosed(1, 25)
                .mapToObj(n -> "{\"id\":%d,\"name\":\"%d.csv\",\"size\":%d}".formatted(7700 + n, n, n))
                .collect(Collectors.joining(",", "{\"files\":[", "]}")));

        get("/v1/items/" + id).then().statusCode(200).body("files", hasSize(25));

        assertThat(sandbox.count("GET", "/v2/articles/" + id)).isEqualTo(1);
        assertThat(sandbox.received("GET", "/v2/articles/" + id + "/files"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.query()).contains("page=1", "page_size=1000"));
    }

    @Test
    void anItemWithFewFilesCostsOneCall() {
        long id = uncachedItem();

        get("/v1/items/" + id).then().statusCode(200);

        assertThat(sandbox.count(null, "/v2/.*")).isEqualTo(1);
    }

    @Test
    void allFilesAreListed() {
        get("/v1/items/2000007/files")
                .then()
                .statusCode(200)
                .body("items", hasSize(25))
                .body("total", equalTo(25))
                .body("items[0].mediaType", equalTo("text/csv"))
                .body("items.md5", everyItem(not(nullValue())));
    }

    @Test
    void versionsAreListedFromTheOldest() {
        get("/v1/items/2000003/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(1, 2, 3))
                .body("total", equalTo(3));
    }

    @Test
    void oneVersionIsAnswered() {
        get("/v1/items/2000003/versions/2")
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("id", equalTo(2000003));
    }

    @Test
    void aVersionHasAnAddressOfItsOwn() {
        get("/v1/items/2000003/versions/2").then().body("url", endsWith("/v1/items/2000003/versions/2"));
        get("/v1/items/2000003").then().body("url", endsWith("/v1/items/2000003"));
    }

    @Test
    void unsafeLinkToAFileIsOmitted() {
        long id = sandbox.publish("{\"files\":[{\"id\":77,\"name\":\"odd\",\"is_link_only\":true,"
                + "\"download_url\":\"https://example.org/ä b|c\"}]}");

        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/v1/items/" + id + "/files/77")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/v2/file/download/77"));
    }

    @Test
    void unknownVersionIsNotFound() {
        get("/v1/items/2000003/versions/99")
                .then()
                .statusCode(404)
                .body("detail", containsString("no public version 99"));
    }

    @Test
    void aFileRedirectsToADownloadThatWorksForScripts() {
        String location = RestAssured.given()
                .redirects()
                .follow(false)
                .get("/v1/items/2000007/files/3000701")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        assertThat(location).endsWith("/v2/file/download/3000701");

        RestAssured.given()
                .header("Range", "bytes=0-9")
                .get(location)
                .then()
                .statusCode(206)
                .header("Content-Length", "10");
        assertThat(sandbox.count(null, "/ndownloader/.*")).isZero();
    }

    @Test
    void linkedFileRedirectsToItsHost() {
        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/v1/items/2000015/files/3001501")
                .then()
                .statusCode(302)
                .header("Location", startsWith("https://"));
    }

    @Test
    void aFileOfAnotherItemIsNotFound() {
        get("/v1/items/2000003/files/3000701").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void withoutACatalogueADepartmentIsItsNumber() {
        long id = sandbox.publish("{\"group_id\":4202}");

        get("/v1/items/" + id)
                .then()
                .body("department.keySet()", containsInAnyOrder("id", "code", "name", "url"))
                .body("department.findAll { it.value != null }", equalTo(Map.of("id", 4202)));
    }

    @Test
    void anUnknownItemIsAProblemThatSaysWhich() {
        get("/v1/items/" + unknownId())
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:problem-type:campus-figshare:not-found"))
                .body("detail", containsString("No public item has the id"));
    }

    @Test
    void anItemUnderWholeEmbargoIsNotFoundAndHasNoVersions() {
        get("/v1/items/2000011").then().statusCode(404);
        get("/v1/items/2000011/versions").then().statusCode(200).body("items", empty());
    }

    @Test
    void anEmbargoOnFilesIsTold() {
        get("/v1/items/2000010")
                .then()
                .statusCode(200)
                .body("access", equalTo("embargoed"))
                .body("embargo.until", startsWith("2099-"))
                .body("embargo.scope", equalTo("file"));
    }

    @Test
    void permanentEmbargoIsRestricted() {
        get("/v1/items/2000012")
                .then()
                .statusCode(200)
                .body("access", equalTo("restricted"))
                .body("embargo.until", nullValue());
    }

    @Test
    void aConfidentialItemIsRestrictedAndItsReasonStaysInside() {
        var answer = get("/v1/items/2000013");

        answer.then().statusCode(200).body("access", equalTo("restricted"));
        assertThat(answer.asString()).doesNotContain("confidential");
    }

    @Test
    void aRecordWithoutFilesIsMetadataOnly() {
        get("/v1/items/2000014").then().statusCode(200).body("access", equalTo("metadata-only"));
    }

    @Test
    void fundingAndRelatedMaterialsAreCarriedOver() {
        get("/v1/items/2000016")
                .then()
                .statusCode(200)
                .body("funding", not(empty()))
                .body("funding[0].title", not(nullValue()))
                .body("relatedMaterials", not(empty()))
                .body("relatedMaterials[0].relation", not(nullValue()));
    }

    @Test
    void customFieldsAreAnsweredByName() {
        var fields = get("/v1/items/2000017")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("customFields");

        assertThat(fields.values()).hasAtLeastOneElementOfType(String.class).hasAtLeastOneElementOfType(List.class);
        assertThat(fields.values()).contains((Object) null);
    }

    @Test
    void aChangeAtFigshareArrivesWithTheNextColdRead() {
        long id = uncachedItem();
        sandbox.change(id, "{\"title\":\"A <b>new</b> title\"}");

        get("/v1/items/" + id)
                .then()
                .body("title", equalTo("A new title"))
                .body("titleHtml", equalTo("A <b>new</b> title"));
    }

    @Test
    void fileOfAnEarlierVersionIsAvailable() {
        long file =
                get("/v1/items/2000003/versions/1").then().extract().jsonPath().getLong("files[0].id");

        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/v1/items/2000003/files/" + file)
                .then()
                .statusCode(302)
                .header("Location", containsString("/v2/file/download/" + file));
    }
}
