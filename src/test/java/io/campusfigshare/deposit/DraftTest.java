package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.SandboxControl.Received;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of drafts have in common: one client and one Idempotency-Key a test, and the drafts that the test has
 * created.
 */
abstract class DraftTest extends DepositTest {

    @Inject
    Recoveries recoveries;

    @Inject
    MeterRegistry metrics;

    final String key = UUID.randomUUID().toString();

    final Set<Long> existing = new HashSet<>();

    private @Nullable JwtClaims client;

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        awaitDirectory();
        client = claims("service-account", "deposit:any");
        rememberExisting();
        sandbox.clearLog();
    }

    void rememberExisting() {
        sandbox.accountArticles(null).forEach(draft -> existing.add(draft.id()));
    }

    /** Creates a deposit with Prefer: respond-async. Returns its path. */
    String withoutWaiting(JsonObject deposit) {
        return keyed(anybody())
                .header("Prefer", "respond-async")
                .body(deposit.encode())
                .post("/v1/deposits")
                .then()
                .statusCode(202)
                .extract()
                .header("Location")
                .replaceFirst("^https?://[^/]+", "");
    }

    /** Lets the reads of the answered record count as exhausted, which would take 15 seconds. */
    void exhaustReads(long told) {
        soon().until(() -> !rows("select id from deposit where told = " + told).isEmpty());
        run("update deposit set tries = 5 where told = " + told);
    }

    /** Returns a request of the one client of this test. */
    RequestSpecification sameClient() {
        return with(Objects.requireNonNull(client));
    }

    Response create(String title) {
        return create(title, key);
    }

    Response create(String title, String key) {
        return sameClient()
                .header("Idempotency-Key", key)
                .body(deposit(MAREN, title))
                .post("/v1/deposits");
    }

    Response untilCreated(String title) {
        return untilCreated(title, key);
    }

    Response untilCreated(String title, String key) {
        return soon().until(() -> create(title, key), answer -> answer.statusCode() == 201);
    }

    /** Returns Maren's drafts that this test has created through the service, with the one of the answer. */
    List<Long> draftsAfter(Response created) {
        long item = created.then().statusCode(201).extract().jsonPath().getLong("item");
        List<Long> drafts = sandbox.accountArticles(null).stream()
                .filter(draft -> draft.account() == MARENS_ACCOUNT && !existing.contains(draft.id()))
                .map(Owned::id)
                .toList();
        assertThat(drafts).contains(item);
        return drafts;
    }

    List<Received> sentCreates(String title) {
        return sandbox.received("POST", ARTICLES).stream()
                .filter(sent -> title.equals(new JsonObject(sent.body()).getString("title")))
                .toList();
    }

    List<String> keywords(Response created) {
        return sandbox.article(MARENS_ACCOUNT, created.jsonPath().getLong("item")).getJsonArray("keywords").stream()
                .map(String::valueOf)
                .toList();
    }

    void run(String sql) {
        try {
            execute(sql);
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
