package io.campusfigshare.catalogue.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.search.Catalogue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sync of the catalogue with Figshare. */
@QuarkusTest
class SyncTest extends InstitutionTest {

    /** What the sync of items asks for; those of people and departments have their own time. */
    private static final String ANY = "/v2/articles.*";

    @TestHTTPResource(value = "", management = true)
    URI management;

    @Inject
    BackgroundJobs background;

    @Inject
    Pool database;

    @Inject
    Catalogue catalogue;

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
        syncs.withdrawals();
        sandbox.clearLog();
    }

    @Test
    void aSyncWithoutChangesIsOneCall() {
        syncs.cycle();

        assertThat(sandbox.count(null, ANY)).isEqualTo(1);
        assertThat(sandbox.received("GET", "/v2/articles"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.query())
                        .contains(
                                "institution=42",
                                "modified_since=",
                                "order=modified_date",
                                "order_direction=asc",
                                "page_size=1000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/versions", "/versions/3", "/files"})
    void aRecordInTheCatalogueCausesNoCall(String path) {
        get("/v1/items/2000003" + path).then().statusCode(200);

        assertThat(sandbox.count(null, ANY)).isZero();
    }

    @Test
    void aDoiOfTheInstitutionCausesNoCall() {
        get("/v1/dois/10.99999/westmark.2000003").then().statusCode(200).body("id", equalTo(2000003));
        get("/v1/dois/10.99999/westmark.2000003.v3")
                .then()
                .statusCode(200)
                .body("url", endsWith("/v1/items/2000003/versions/3"));

        assertThat(sandbox.count(null, ANY)).isZero();
    }

    @Test
    void aDownloadOfAKnownFileCausesNoCall() {
        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/v1/items/2000007/files/3000725")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/v2/file/download/3000725"));

        assertThat(sandbox.count(null, ANY)).isZero();
    }

    @Test
    void allFilesOfAnItemAreCopied() {
        get("/v1/items/2000007").then().statusCode(200).body("files", hasSize(25));
    }

    @Test
    void aChangeInvalidatesTheCachesOfAllReplicas() {
        long id = sandbox.publish("{}");
        syncs.cycle();
        get("/v1/items/" + id).then().statusCode(200);
        sandbox.change(id, "{\"title\":\"Changed at Figshare\"}");

        syncs.cycle();

        soon().untilAsserted(() -> get("/v1/items/" + id).then().body("title", equalTo("Changed at Figshare")));
    }

    @Test
    void anItemIsReadAgainOnlyWhenItWasModified() {
        long id = sandbox.publish("{}");
        syncs.cycle();
        syncs.cycle();

        assertThat(sandbox.count("GET", "/v2/articles/" + id)).isEqualTo(1);
    }

    @Test
    void theFirstFillCopiesRequestedItemsAndThenTheNewest() {
        long oldest = sandbox.publish("{\"modified_date\":\"2019-01-01T00:00:00Z\"}");
        long middle = sandbox.publish("{\"modified_date\":\"2020-01-01T00:00:00Z\"}");
        long newest = sandbox.publish("{}");
        run("update sync set filled = null, mark = null where name = 'items'");
        run("insert into wanted values (" + oldest + ")");

        syncs.cycle();

        assertThat(sandbox.received("GET", "/v2/articles/\\d+").stream()
                        .map(sent -> Long.valueOf(sent.path().substring("/v2/articles/".length()))))
                .containsExactly(oldest, newest, middle);
        assertThat(kept(oldest) && kept(middle) && kept(newest)).isTrue();
    }

    @Test
    void aChangeListedLateIsFoundWithinTheOverlap() {
        long newest = sandbox.publish("{}");
        syncs.cycle();
        Instant mark = Instant.parse(get("/v1/items/" + newest).jsonPath().getString("modified"));

        long late = sandbox.publish("{\"modified_date\":\"" + mark.minusSeconds(300) + "\"}");
        syncs.cycle();

        assertThat(kept(late)).isTrue();
    }

    @Test
    void aChangeListedAfterTheOverlapIsFoundByReconciliation() {
        long newest = sandbox.publish("{}");
        syncs.cycle();
        Instant mark = Instant.parse(get("/v1/items/" + newest).jsonPath().getString("modified"));
        long later = sandbox.publish("{\"modified_date\":\"" + mark.minusSeconds(7_200) + "\"}");
        syncs.cycle();
        assertThat(kept(later)).isFalse();

        syncs.withdrawals();

        assertThat(kept(later)).isTrue();
    }

    @Test
    void aWithdrawnItemIsAnswered410() {
        long id = sandbox.publish("{\"title\":\"Soon gone\",\"doi\":\"10.99999/westmark.gone\"}");
        syncs.cycle();
        get("/v1/items/" + id).then().statusCode(200);
        sandbox.withdraw(id);

        syncs.withdrawals();

        soon().untilAsserted(() -> get("/v1/items/" + id)
                .then()
                .statusCode(410)
                .contentType("application/problem+json")
                .body("detail", containsString("Soon gone (10.99999/westmark.gone) was withdrawn on 20")));
    }

    @Test
    void anIncompleteListWithdrawsNothing() {
        sandbox.fault("empty-list").on("/v2/articles").start();

        syncs.withdrawals();

        get("/v1/items?size=1").then().statusCode(200).body("total", equalTo(total()));
        get("/v1/items/2000001").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "reset", "waf-challenge", "html", "truncate-json"})
    void anInterruptedSyncContinues(String fault) {
        long id = sandbox.publish("{}");
        var broken = sandbox.fault(fault).on("/v2/articles").start();
        syncs.cycle();
        assertThat(kept(id)).isFalse();
        broken.stop();

        soon().until(() -> {
            syncs.cycle();
            return kept(id);
        });
    }

    @Test
    void aFailedRecordDoesNotHideAWithdrawal() {
        long gone = sandbox.publish("{}");
        syncs.cycle();
        sandbox.withdraw(gone);
        sandbox.fault("html").on("/v2/articles/" + sandbox.publish("{}")).start();

        syncs.withdrawals();

        soon().untilAsserted(() -> get("/v1/items/" + gone).then().statusCode(410));
    }

    @Test
    void anUnstorableCharacterDelaysNoOtherItem() {
        long id = sandbox.publish("{\"title\":\"A\\u0000B\",\"doi\":\"10.99999/a\\u0000b\"}");

        syncs.cycle();

        assertThat(kept(id)).isTrue();
    }

    @Test
    void anItemRemovedAfterListingDelaysNoOther() {
        long gone = sandbox.publish("{}");
        long next = sandbox.publish("{}");
        sandbox.fault("error").status(404).on("/v2/articles/" + gone).start();

        syncs.cycle();

        get("/v1/items/" + next).then().statusCode(200);
    }

    @Test
    void departmentsAndPeopleAreAnswered404UntilCopied() {
        background.run("departments", () -> run("delete from department"));
        background.run("people", () -> run("delete from person"));

        for (String path : List.of("/v1/departments", "/v1/departments/BIO", "/v1/people?q=nobody")) {
            soon().untilAsserted(() -> get(path)
                    .then()
                    .statusCode(404)
                    .body("type", endsWith("no-directory"))
                    .body("detail", containsString("figshare.token")));
        }

        syncs.departments();
        syncs.people();
        soon().untilAsserted(() -> get("/v1/departments").then().statusCode(200));
        soon().untilAsserted(
                        () -> get("/v1/people?q=nobody").then().statusCode(200).body("total", equalTo(0)));
    }

    @Test
    void healthShowsTheProgress() {
        int items = total();

        RestAssured.get(management + "health/well")
                .then()
                .body("checks.find { it.name == 'catalogue' }.data.items", equalTo(items))
                .body("checks.find { it.name == 'catalogue' }.data.filled", equalTo(true));
        soon().untilAsserted(
                        () -> assertThat(RestAssured.get(management + "metrics").asString())
                                .contains(
                                        "catalogue_filled 1.0",
                                        "catalogue_items ",
                                        "catalogue_sync_age_seconds{what=\"items\"}",
                                        "database_up 1.0"));
    }

    @Test
    void theCatalogueAnswersWhileFigshareIsDown() {
        sandbox.fault("reset").on("/v2/.*").start();

        get("/v1/items/2000010").then().statusCode(200);
        get("/v1/items/2000011x").then().statusCode(400);
        get("/v1/items?q=kelp").then().statusCode(200);
        get("/v1/items?type=dataset&facet=year").then().statusCode(200);
        get("/v1/dois/10.99999/westmark.2000004").then().statusCode(200);
    }

    private boolean kept(long id) {
        return catalogue.item(id).await().indefinitely().isPresent();
    }

    private static int total() {
        return get("/v1/items?size=2").jsonPath().getInt("total");
    }

    private void run(String sql) {
        database.query(sql).executeAndAwait();
    }
}
