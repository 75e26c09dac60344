package io.campusfigshare.deposit;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.SandboxControl.Received;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;

/** Resets the sandbox before each test, and has the requests that tests of deposits share. */
abstract class DepositRequests extends InstitutionTest {

    static final String MAREN = "moakhurst@westmark.example";
    static final long MARENS_ACCOUNT = 1495601;
    static final long MAREN_AS_AUTHOR = 1000101;
    static final String TOBIAS = "tfennimore@westmark.example";
    static final String CREATES = "/v2/account/articles";

    @Inject
    MeterRegistry metrics;

    static ConditionFactory shortly() {
        return soon().atMost(Duration.ofSeconds(40));
    }

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        syncs.started();
        sandbox.clearLog();
    }

    RequestSpecification anybody() {
        return as("service-account", "deposit:any");
    }

    RequestSpecification as(String campusId, String... roles) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.token(campusId, roles))
                .contentType("application/json");
    }

    static Response create(RequestSpecification who, String key, String deposit) {
        return who.header("Idempotency-Key", key).body(deposit).post("/v1/deposits");
    }

    Response publish(String url, String key) {
        return anybody().header("Idempotency-Key", key).post(url + "/publication");
    }

    Response patch(String url, String metadata) {
        return anybody()
                .contentType("application/merge-patch+json")
                .body("{\"metadata\": " + metadata + "}")
                .patch(url);
    }

    static String location(Response created) {
        return created.then().statusCode(201).extract().header("Location").replaceFirst("^https?://[^/]+", "");
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    static String deposit(String depositor, String title) {
        return new JsonObject()
                .put("depositor", depositor)
                .put(
                        "metadata",
                        new JsonObject()
                                .put("title", title)
                                .put("type", "dataset")
                                .put("description", "<p>Measured.</p>")
                                .put("authors", new JsonArray().add(new JsonObject().put("campusId", MAREN))))
                .encode();
    }

    static String complete(String depositor, String title) {
        JsonObject deposit = new JsonObject(deposit(depositor, title));
        deposit.getJsonObject("metadata")
                .put("keywords", new JsonArray().add("tides"))
                .put("license", "CC-BY-4.0")
                .put("categories", new JsonArray().add("310301"))
                .put("customFields", new JsonObject().put("Instrument", "Gauge").put("Data steward", "Library"));
        return deposit.encode();
    }

    /** Returns the creates of drafts with this title, without those of other tests. */
    List<Received> createdDrafts(String title) {
        return sandbox.received("POST", CREATES).stream()
                .filter(sent -> title.equals(new JsonObject(sent.body()).getString("title")))
                .toList();
    }

    List<Owned> drafts(String title) {
        return sandbox.accountArticles(title);
    }

    double metric(String name) {
        return metrics.find(name).counter().count();
    }
}
