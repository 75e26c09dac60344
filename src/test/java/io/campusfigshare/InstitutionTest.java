package io.campusfigshare;

import static org.awaitility.Awaitility.await;

import io.campusfigshare.catalogue.sync.Syncs;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests over a catalogue begin with: the sandbox's university, whom a provider of tokens knows. After its start the
 * catalogue follows Figshare when a test tells it to.
 */
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(Issuer.class)
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "campus.institution-id", value = "42"),
            @ResourceArg(name = "campus.catalogue.sync-interval", value = "1d"),
            @ResourceArg(name = "campus.deposits.departments-claim", value = "ou"),
            @ResourceArg(name = "campus.deposits.audit-keys", value = "a-key-that-is-made-for-tests-alone"),
            @ResourceArg(name = "campus.deposits.processing-limit", value = "3s"),
        })
public abstract class InstitutionTest {

    protected SandboxControl sandbox;
    protected Issuer issuer;

    @Inject
    protected Syncs syncs;

    /** What other classes have left in the catalogue, or changed there, is no part of this one's. */
    @BeforeEach
    void asFigshareIs() {
        if (syncs.areNewTo(getClass())) {
            sandbox.reset();
            syncs.everything();
        }
    }

    /** For what happens elsewhere, and at once. */
    protected static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    protected static Response get(String path) {
        return RestAssured.given().urlEncodingEnabled(false).get(path);
    }
}
