package io.campusfigshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage without {@code campus.institution-slug}, which the test profile of harvesting does not set. */
@QuarkusTest
class NoPortalTest extends HarvestTest {

    private static final String STATS = "/stats/.*";

    @Inject
    UsageSnapshot snapshot;

    @BeforeEach
    void asNew() {
        fillCatalogue();
        sandbox.clearLog();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items/2000001/usage",
                "/v1/items/2000001/usage/timeline",
                "/v1/items/2000001/usage/countries",
                "/v1/people/0009-0099-0042-0018/usage",
                "/v1/departments/BIO/usage",
                "/v1/departments/BIO/usage/top",
                "/v1/collections/2100001/usage"
            })
    void usageIsNotReportedAsZero(String path) {
        get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", endsWith(":no-usage"))
                .body("detail", containsString("campus.institution-slug"));

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @Test
    void snapshotReadsNothing() {
        database.query("update usage set counted = null where kind = 'item'").executeAndAwait();

        snapshot.runDue();

        assertThat(sandbox.count(null, STATS)).isZero();
        assertThat(database.query("select from usage where kind = 'item' and counted is not null")
                        .executeAndAwait()
                        .rowCount())
                .isZero();
    }

    @Test
    void itemAtFigshareComIsCountedThere() {
        long item = publishAndSync("{\"figshare_url\":\"https://figshare.com/articles/dataset/x/1\"}");

        get("/v1/items/" + item + "/usage").then().statusCode(200);

        assertThat(sandbox.count("GET", "/stats/total/.*/article/" + item)).isEqualTo(3);
        withdraw(item);
    }

    @Test
    void itemHasNoUsage() {
        get("/v1/items/2000001").then().statusCode(200).body("usage", equalTo(null));
    }
}
