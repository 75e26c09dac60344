package io.campusfigshare;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** What tests over a catalogue begin with: the sandbox's university, and everything of it looked at every second. */
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "campus.institution-id", value = "42"),
            @ResourceArg(name = "campus.catalogue.sync-interval", value = "1s"),
            @ResourceArg(name = "campus.catalogue.departments-interval", value = "1s"),
            @ResourceArg(name = "campus.catalogue.people-interval", value = "1s"),
            @ResourceArg(name = "campus.catalogue.collections-interval", value = "1s"),
            @ResourceArg(name = "campus.catalogue.reference-interval", value = "1s")
        })
public abstract class InstitutionTest {

    protected SandboxControl sandbox;

    protected static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
    }

    protected static Response get(String path) {
        return RestAssured.given().urlEncodingEnabled(false).get(path);
    }
}
