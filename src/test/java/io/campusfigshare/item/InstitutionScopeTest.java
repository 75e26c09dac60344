package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;

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

        assertThat(sandbox.count(null, "/v2/articles.*")).isZero();
    }
}
