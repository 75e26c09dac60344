package io.campusfigshare.deposit;

import static org.hamcrest.Matchers.endsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that opens the secured door alone. */
@QuarkusTest
class SecuredDoorTest extends DepositsOnlyTest {

    @Test
    void depositsAreMade() {
        String path = deposit("Behind the secured door");

        anybody().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items", "/v1/items/2000003", "/v1/people", "/v1/changes", "/v1/nothing"})
    void nothingElseIsAnswered(String path) {
        get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", endsWith(":no-public-door"));
    }
}
