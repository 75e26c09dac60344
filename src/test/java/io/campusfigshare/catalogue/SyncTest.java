package io.campusfigshare.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import io.campusfigshare.EmbeddedDatabase;
import io.campusfigshare.SandboxControl;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue follows Figshare every second, and nothing is kept in the response cache. */
@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "campus.institution-id", value = "42"),
            @ResourceArg(name = "campus.catalogue.sync-interval", value = "1s"),
            @ResourceArg(name = "campus.cache.lifetimes.item.max-age", value = "0s"),
            @ResourceArg(name = "campus.cache.lifetimes.item.stale-while-revalidate", value = "0s")
        })
class SyncTest {

    SandboxControl sandbox;

    @BeforeEach
    void filled() {
        sandbox.reset();
    }

    @Test
    void whatIsInTheCatalogueCostsNoCall() {
        await("the first fill").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            sandbox.clearLog();
            RestAssured.get("/v1/items/2000007").then().statusCode(200).body("files", hasSize(25));
            assertThat(sandbox.count(null, "/v2/articles/.*")).isZero();
        });
    }
}
