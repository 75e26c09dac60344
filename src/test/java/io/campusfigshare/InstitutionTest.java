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
 * Base of tests with a catalogue of the sandbox's university, and with a provider of access tokens. After the start,
 * the catalogue synchronizes only when a test starts it.
 */
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(Issuer.class)
@WithTestResource(Certificates.class)
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "campus.institution-id", value = "42"),
            @ResourceArg(name = "campus.catalogue.sync-interval", value = "1d"),
            @ResourceArg(name = "campus.deposits.departments-claim", value = "ou"),
            @ResourceArg(name = "campus.deposits.audit-keys", value = "a-key-that-is-made-for-tests-alone"),
            @ResourceArg(name = "campus.deposits.processing-limit", value = "3s"),
            @ResourceArg(name = "campus.webhooks.backoff", value = "100ms"),
            @ResourceArg(name = "campus.webhooks.timeout", value = "1s"),
        })
public abstract class InstitutionTest {

    protected SandboxControl sandbox;
    protected Issuer issuer;

    @Inject
    protected Syncs syncs;

    /** Restores what other classes have changed in the catalogue. */
    @BeforeEach
    void resetCatalogue() {
        if (syncs.areNewTo(getClass())) {
            sandbox.reset();
            syncs.everything();
        }
    }

    /** Waits for background work that takes little time. */
    protected static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    protected static Response get(String path) {
        return RestAssured.given().urlEncodingEnabled(false).get(path);
    }
}
