package io.campusfigshare.door;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** As behind the address that everybody reaches. */
@QuarkusTest
@WithTestResource(value = SandboxedService.class, initArgs = @ResourceArg(name = "campus.doors", value = "public"))
class OpenDoorsTest {

    @Test
    void behindThePublicDoorNothingIsDeposited() {
        get("/v1/deposits")
                .then()
                .statusCode(404)
                .body("type", endsWith(":no-deposits"))
                .body("detail", containsString("campus.doors=deposits"));
        get("/v1/items/123456").then().statusCode(200);
    }
}
