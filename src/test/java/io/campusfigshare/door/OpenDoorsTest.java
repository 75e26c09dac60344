package io.campusfigshare.door;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A process that serves public resources only. */
@QuarkusTest
class OpenDoorsTest extends HarvestTest {

    @Test
    void aProcessForPublicResourcesHasNoDeposits() {
        fillCatalogue();

        get("/v1/deposits")
                .then()
                .statusCode(404)
                .body("type", endsWith(":no-deposits"))
                .body("detail", containsString("campus.doors=deposits"));
        get("/v1/items/2000001").then().statusCode(200);
    }
}
