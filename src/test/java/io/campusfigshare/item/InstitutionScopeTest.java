package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** With {@code campus.scope=institution}, which the tests of harvesting have set. */
@QuarkusTest
class InstitutionScopeTest extends HarvestTest {

    @Test
    void anUnknownIdCostsNoCall() {
        filled();
        sandbox.clearLog();

        get("/v1/items/123456789").then().statusCode(404);
        get("/v1/dois/10.5555/nobody").then().statusCode(404);
        get("/v1/items?id=2000001&id=123456789&doi=10.5555/nobody")
                .then()
                .body("items.id", contains(2000001))
                .body("missing", contains("123456789", "10.5555/nobody"));

        assertThat(sandbox.count(null, "/v2/articles.*")).isZero();
    }
}
