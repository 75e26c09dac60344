package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.audit.AuditChain;
import io.campusfigshare.deposit.workflow.UnfinishedCalls;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The audit trail becomes complete although PostgreSQL closes the connection at an entry, for each call that changes
 * something.
 */
@QuarkusTest
class UnfinishedCallsTest extends DepositTest {

    private static final String CHANGES = "POST|PUT|PATCH|DELETE";

    /**
     * @param action  the action in the audit trail
     * @param before  prepares the deposit; returns its path, or null if the call creates it
     * @param call    makes the call
     * @param outcome the outcome in the audit trail afterwards
     */
    private record Change(
            String action, Function<UnfinishedCallsTest, String> before, ChangeCall call, String outcome) {
        @Override
        public String toString() {
            return action;
        }

        /** Returns the status if the trail cannot be written. A file whose bytes Figshare has is completed later. */
        int status() {
            return action.equals("complete file") ? 202 : 503;
        }
    }

    @FunctionalInterface
    private interface ChangeCall {
        Response on(UnfinishedCallsTest test, String path);
    }

    private static final List<Change> EVERY = List.of(
            new Change("create", test -> "", (test, none) -> test.create("Created"), "done"),
            new Change("finish", test -> "", (test, none) -> test.create("Finished"), "modified"),
            new Change(
                    "edit",
                    UnfinishedCallsTest::draft,
                    (test, path) -> edit(test.anybody(), path, "{\"title\": \"Edited\"}"),
                    "modified"),
            new Change(
                    "reserve DOI",
                    UnfinishedCallsTest::draft,
                    (test, path) -> test.anybody().post(path + "/doi"),
                    "done"),
            new Change(
                    "embargo",
                    UnfinishedCallsTest::draft,
                    (test, path) -> test.anybody()
                            .body("{\"until\": \"2090-01-01\", \"scope\": \"file\"}")
                            .put(path + "/embargo"),
                    "modified"),
            new Change(
                    "lift embargo",
                    UnfinishedCallsTest::underEmbargo,
                    (test, path) -> test.anybody().delete(path + "/embargo"),
                    "modified"),
            new Change(
                    "delete private link",
                    UnfinishedCallsTest::draft,
                    (test, path) -> test.anybody()
                            .delete(path + "/private-links/"
                                    + test.anybody()
                                            .post(path + "/private-links")
                                            .path("id")),
                    "modified"),
            new Change(
                    "create private link",
                    UnfinishedCallsTest::draft,
                    (test, path) -> test.anybody().post(path + "/private-links"),
                    "modified"),
            new Change("publish", UnfinishedCallsTest::draft, (test, path) -> publish(test.anybody(), path), "done"),
            new Change(
                    "unpublish",
                    UnfinishedCallsTest::published,
                    (test, path) -> test.anybody().queryParam("reason", "Wrong").delete(path + "/publication"),
                    "modified"),
            new Change(
                    "delete",
                    UnfinishedCallsTest::draft,
                    (test, path) -> test.anybody().delete(path),
                    "done"),
            new Change("add file", UnfinishedCallsTest::draft, UnfinishedCallsTest::upload, "modified"),
            new Change("complete file", UnfinishedCallsTest::draft, UnfinishedCallsTest::upload, "modified"),
            new Change(
                    "delete file",
                    UnfinishedCallsTest::withFile,
                    (test, path) -> test.anybody().delete(path + "/files/tides.csv"),
                    "modified"));

    @Inject
    UnfinishedCalls unfinished;

    @Inject
    AuditChain chain;

    @Inject
    Recoveries recoveries;

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        awaitDirectory();
        executeAsOwner("""
                create or replace function die() returns trigger language plpgsql security definer as $$
                begin
                    perform pg_terminate_backend(pg_backend_pid());
                    return new;
                end
                $$
                """);
    }

    @AfterEach
    void removeTrigger() {
        allowEntries();
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void no_call_is_sent_without_an_audit_entry(Change change) {
        String path = change.before().apply(this);
        sandbox.clearLog();
        closeConnectionWhen("new.action = '%s' and new.outcome = 'intended'".formatted(change.action()));

        change.call().on(this, path).then().statusCode(change.status());

        assertThat(changes())
                .as("calls before this one")
                .allSatisfy(sent -> assertThat(change.action()).isIn("finish", "complete file", "delete private link"));
        allowEntries();
        assertThat(open()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void the_outcome_of_a_call_is_entered_after_the_database_was_gone(Change change) throws SQLException {
        String path = change.before().apply(this);
        closeConnectionWhen("new.action = '%s' and new.outcome <> 'intended'".formatted(change.action()));
        String log;

        try (LogLines lines = new LogLines()) {
            change.call().on(this, path).then().statusCode(change.status());
            log = lines.text();
        }

        assertThat(log)
                .contains("audit action=%s outcome=intended".formatted(change.action()))
                .contains("audit action=%s outcome=done".formatted(change.action()));
        allowEntries();
        String intent = open().getFirst().getFirst();
        // The lease could not be released after the connection was closed.
        execute("update deposit set holder = null, held = null where state = 'drafting'");
        soon().untilAsserted(() -> {
            recoveries.now();
            unfinished.close(Duration.ZERO);
            assertThat(open()).isEmpty();
        });
        assertThat(rows("select outcome from audit where intent = " + intent).getFirst())
                .as("outcome")
                .containsExactly(change.outcome());
        chain.check();
        assertThat(chain.broken()).isZero();
    }

    @Test
    void a_call_that_was_never_sent_is_not_done() {
        String path = draft();
        sandbox.fault("throttle").on("/v2/account/articles.*").method("DELETE").start();
        closeConnectionWhen("new.action = 'delete' and new.outcome <> 'intended'");
        anybody().delete(path).then().statusCode(503);
        sandbox.clearFaults();
        allowEntries();

        unfinished.close(Duration.ZERO);

        assertThat(open()).isEmpty();
        anybody().get(path).then().statusCode(200);
        anybody()
                .get(path + "/events")
                .then()
                .body("items.findAll { it.action == 'delete' }.outcome", equalTo(List.of("not-done")));
    }

    @Test
    void the_outcome_of_a_call_is_entered_once() {
        String path = draft();

        assertThat(anybody().get(path + "/events").jsonPath().getList("items.outcome"))
                .isNotEmpty()
                .doesNotContain("intended");
    }

    private void closeConnectionWhen(String condition) {
        executeAsOwner("create trigger dies before insert on audit for each row when (" + condition
                + ") execute function die()");
    }

    private void allowEntries() {
        executeAsOwner("drop trigger if exists dies on audit");
    }

    private List<List<String>> open() {
        return rows("select seq from audit i where outcome = 'intended'"
                + " and not exists (select from audit e where e.intent = i.seq)");
    }

    private List<Received> changes() {
        return Stream.of(CHANGES.split("\\|"))
                .flatMap(method -> sandbox.received(method, "/v2/account/articles.*").stream())
                .toList();
    }

    private Response create(String title) {
        return create(anybody(), deposit(MAREN, title));
    }

    private String draft() {
        return created(anybody(), deposit(MAREN, "Unfinished"));
    }

    private String underEmbargo() {
        String path = draft();
        anybody()
                .body("{\"until\": \"2090-01-01\", \"scope\": \"file\"}")
                .put(path + "/embargo")
                .then()
                .statusCode(200);
        return path;
    }

    private String published() {
        String path = draft();
        publish(anybody(), path).then().statusCode(200);
        return path;
    }

    private String withFile() {
        String path = draft();
        upload(path).then().statusCode(201);
        return path;
    }

    private Response upload(String path) {
        return anybody()
                .contentType("application/octet-stream")
                .body("1;2;3".getBytes(StandardCharsets.UTF_8))
                .put(path + "/files/tides.csv");
    }
}
