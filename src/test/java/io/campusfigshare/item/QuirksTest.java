package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quirks of Figshare's API that affect reads (FACTS 4.5). */
@QuarkusTest
class QuirksTest extends ServiceTest {

    @ParameterizedTest
    @ValueSource(strings = {"missing-keys", "blank", "odd-types", "html-content-type"})
    void oddAnswersAreStillRecords(String oddity) {
        long id = uncachedItem();
        sandbox.fault(oddity).start();

        get("/v1/items/" + id)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("id", equalTo((int) id))
                .body("authors.size()", greaterThan(0));
        get("/v1/items/" + id + "/files").then().statusCode(200);
        get("/v1/items/" + id + "/versions").then().statusCode(200).body("items.version", contains(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing-keys", "blank", "odd-types", "html-content-type"})
    void oddListsAreStillLists(String oddity) {
        sandbox.fault(oddity).start();

        get("/v1/items?q=" + oddity + "&size=1").then().statusCode(200);
        get("/v1/items?size=7&page=" + (2 + oddity.length() % 3))
                .then()
                .statusCode(200)
                .body("items.id", everyItem(notNullValue()));
    }

    @Test
    void keywordsAndTagsAreTheSameListUnderTwoNames() {
        get("/v1/items/2000019").then().statusCode(200).body("keywords", not(empty()));
    }

    @Test
    void missingKeysAreEmptyNotErrors() {
        get("/v1/items/2000020")
                .then()
                .statusCode(200)
                .body("customFields.size()", equalTo(0))
                .body("department", nullValue());
    }

    @Test
    void numbersAsTextsAndBooleansAsNumbersAreRead() {
        get("/v1/items/2000021").then().statusCode(200).body("size", equalTo(1234));
    }

    @Test
    void datesWithoutAZoneAreUtc() {
        get("/v1/items/2000022").then().statusCode(200).body("published", matchesPattern("\\d{4}-.*Z"));
    }

    @Test
    void bareReferencesBecomeRelatedMaterials() {
        get("/v1/items/2000023")
                .then()
                .statusCode(200)
                .body("relatedMaterials.relation", hasItem("IsSupplementTo"))
                .body("relatedMaterials.relation", hasItem("References"));
    }

    @Test
    void anOrganisationIsAnAuthorWithoutFirstName() {
        get("/v1/items/2000024")
                .then()
                .statusCode(200)
                .body("authors.name", everyItem(notNullValue()))
                .body("authors.firstName", hasItem(nullValue()));
    }

    @Test
    void aFileWithoutAddressAndMediaTypeIsStillThere() {
        get("/v1/items/2000025").then().statusCode(200).body("files.mediaType", hasItem(nullValue()));
    }

    @Test
    void anItemWithoutLicenseHasNone() {
        get("/v1/items/2000026").then().statusCode(200).body("license", nullValue());
    }

    @Test
    void aLicenseThatIsNotOnThePublicListHasItsSpdxIdentifier() {
        get("/v1/items/2000027").then().statusCode(200).body("license.spdx", equalTo("CC-BY-NC-ND-4.0"));
    }

    @Test
    void anItemWithoutTypeHasNone() {
        get("/v1/items/2000028").then().statusCode(200).body("type", nullValue());
    }

    @Test
    void aLongTitleBeyondTheBasicPlaneSurvives() {
        String title = get("/v1/items/2000029").jsonPath().getString("title");

        assertThat(title.codePoints().anyMatch(Character::isSupplementaryCodePoint))
                .isTrue();
        assertThat(title.length()).isGreaterThan(500);
    }

    @Test
    void aCustomPortalDomainIsTheLandingPage() {
        get("/v1/items/2000030").then().statusCode(200).body("landingPage", not(matchesPattern(".*figshare\\.com.*")));
    }

    @Test
    void scriptsHandlersAndForeignLinksNeverReachACampusPage() {
        var json = get("/v1/items/2000018").jsonPath();

        assertThat(json.getString("descriptionHtml") + json.getString("titleHtml"))
                .doesNotContainIgnoringCase("<script", "onclick", "javascript:");
        assertThat(json.getString("description")).doesNotContain("<script", "<p>", "&amp;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"license\":\"CC BY\"}",
                "{\"license\":7}",
                "{\"authors\":[\"Ada\",7,null,{}]}",
                "{\"authors\":\"Ada\"}",
                "{\"categories\":{}}",
                "{\"categories\":\"none\"}",
                "{\"size\":99999999999999999999,\"version\":4294967296}",
                "{\"size\":\"1e3\",\"version\":1.0}",
                "{\"funding_list\":[{}],\"related_materials\":[{}]}",
                "{\"timeline\":[],\"custom_fields\":{},\"tags\":[1,null,{}]}",
                "{\"doi\":[],\"title\":{},\"description\":7}"
            })
    void whateverAFieldHoldsTheRecordIsStillRead(String merged) {
        long id = sandbox.publish(merged);

        get("/v1/items/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo((int) id))
                .body("categories.findAll { it.id == null && it.title == null }", empty())
                .body("authors.findAll { it.name == null }", empty())
                .body("funding.findAll { it.title == null }", empty());
    }

    @Test
    void aDoiIsWrittenWithoutItsResolver() {
        long id = sandbox.publish("{\"doi\":\"https://doi.org/10.5072/westmark.77\","
                + "\"resource_doi\":\"https://dx.doi.org/10.1371/journal.pone.0039704\",\"related_materials\":[]}");

        get("/v1/items/" + id)
                .then()
                .body("doi", equalTo("10.5072/westmark.77"))
                .body("relatedMaterials[0].identifier", equalTo("10.1371/journal.pone.0039704"))
                .body("relatedMaterials[0].url", equalTo("https://doi.org/10.1371/journal.pone.0039704"));
    }

    @Test
    void anObjectWithoutANumberIsNoRecord() {
        long id = uncachedItem();
        sandbox.change(id, "{\"id\":null}");

        get("/v1/items/" + id)
                .then()
                .statusCode(502)
                .body("type", equalTo("urn:problem-type:campus-figshare:figshare-garbled"));
    }

    @Test
    void withoutTheCutTheDetailsFilesAreAskedForOnceMoreAllTheSame() {
        get("/v1/items/2000007/versions/1").then().statusCode(200).body("files", hasSize(25));
    }
}
