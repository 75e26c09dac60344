package io.campusfigshare.deposit;

import static org.hamcrest.Matchers.endsWith;

import io.campusfigshare.Settings;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that opens the secured door alone. */
@QuarkusTest
@WithTestResource(value = Settings.class, initArgs = @ResourceArg(name = "campus.doors", value = "deposits"))
class SecuredDoorTest extends DepositTest {

    @Test
    void depositsAreMade() {
        awaitDirectory();

        create(anybody(), deposit(MAREN, "Behind the secured door")).then().statusCode(201);
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
