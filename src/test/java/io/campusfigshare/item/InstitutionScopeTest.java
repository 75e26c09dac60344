package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Items with {@code campus.scope=institution}, which the test profile of harvesting sets. */
@QuarkusTest
class InstitutionScopeTest extends HarvestTest {

    @Test
    void unknownIdNeedsNoCallToFigshare() {
        fillCatalogue();
        sandbox.clearLog();

        get("/v1/items/123456789").then().statusCode(404);
        get("/v1/dois/10.5555/nobody").then().statusCode(404);
        get("/v1/items?id=2000001&id=123456789&doi=10.5555/nobody")
                .then()
                .body("items.id", contains(2000001))
                .body("missing", contains("123456789", "10.5555/nobody"));

        assertThat(sandbox.count(null, "/v2/articles.*")).isZero();
    }

    @Test
    void itemThatFailedToSyncIsReadFromFigshare() {
        fillCatalogue();
        long id = sandbox.publish("{\"version\":2,\"doi\":\"10.99999/westmark.late\","
                + "\"figshare_url\":\"https://figshare.com/articles/dataset/late/1\"}");
        var broken =
                sandbox.fault("reset").on("/v2/articles/" + id + "/versions").start();
        syncs.cycle();

        get("/v1/items/" + id).then().statusCode(200).body("doi", equalTo("10.99999/westmark.late"));
        get("/v1/dois/10.99999/westmark.late").then().statusCode(200).body("id", equalTo((int) id));
        get("/v1/items/" + id + "/usage").then().statusCode(200);
        get("/v1/items/123456789").then().statusCode(404);

        broken.stop();
        syncs.items();
        sandbox.clearLog();
        get("/v1/dois/10.5555/nobody.else").then().statusCode(404);
        assertThat(sandbox.count(null, "/v2/articles.*")).isZero();
        withdraw(id);
    }
}
