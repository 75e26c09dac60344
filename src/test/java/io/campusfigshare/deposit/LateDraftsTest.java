package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.deposit.metadata.Marker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Surplus drafts are deleted when they appear, and no other draft is. */
@QuarkusTest
class LateDraftsTest extends DraftTest {

    @Test
    void a_late_draft_is_deleted_when_it_appears() {
        double late = metrics.counter("deposit.late.drafts").count();
        sandbox.fault("done-later")
                .on(ARTICLES)
                .method("POST")
                .delay(Duration.ofSeconds(4))
                .times(1)
                .start();

        Response created = untilCreated("Late");
        long item = created.jsonPath().getLong("item");
        soon().until(() -> sandbox.accountArticles("Late").size() == 2);
        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(sandbox.accountArticles("Late")).extracting(Owned::id).containsExactly(item);
        });

        assertThat(metrics.counter("deposit.late.drafts").count()).isEqualTo(late + 1);
        anybody().get(path(created) + "/events").then().body("items.action", hasItem("delete late draft"));
        // Later searches find nothing more.
        sandbox.clearLog();
        recoveries.lookForLateDrafts();
        assertThat(sandbox.count("DELETE", ARTICLES + ".*")).isZero();
    }

    @Test
    void a_late_draft_of_the_administrator_is_deleted() {
        sandbox.fault("done-later")
                .on(ARTICLES)
                .method("POST")
                .delay(Duration.ofSeconds(4))
                .times(1)
                .start();
        sandbox.fault("impersonate-ignored")
                .on(ARTICLES)
                .method("POST")
                .times(1)
                .start();

        Response created = untilCreated("Late, and astray");
        soon().until(() -> sandbox.accountArticles("Late, and astray").size() == 2);
        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(sandbox.accountArticles("Late, and astray"))
                    .extracting(Owned::id)
                    .containsExactly(created.jsonPath().getLong("item"));
        });
    }

    /** For example because a proxy sent the create twice or answered instead of Figshare. */
    @ParameterizedTest
    @ValueSource(ints = {201, 401, 404, 408, 429})
    void a_draft_of_a_create_with_an_error_answer_is_found_or_deleted(int answer) {
        String title = "Made and answered with " + answer;
        if (answer != 201) {
            sandbox.fault("error-after")
                    .status(answer)
                    .on(ARTICLES)
                    .method("POST")
                    .times(1)
                    .start();
        }
        Response created = untilCreated(title);
        if (answer == 201) {
            sandbox.draft(
                    MARENS_ACCOUNT,
                    sandbox.received("POST", ARTICLES).getFirst().body());
        }

        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(draftsAfter(created)).hasSize(1);
        });
        assertThat(sandbox.count("POST", ARTICLES)).isEqualTo(answer == 201 ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void a_draft_of_a_refused_create_is_deleted(int answer) {
        sandbox.fault("error-after")
                .status(answer)
                .on(ARTICLES)
                .method("POST")
                .times(1)
                .start();

        create("Refused and made").then().statusCode(422);

        assertThat(sandbox.accountArticles("Refused and made")).hasSize(1);
        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(sandbox.accountArticles("Refused and made")).isEmpty();
        });
    }

    @Test
    void an_edited_late_draft_is_kept() {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        untilCreated("Worked on");
        long late = sandbox.draft(
                MARENS_ACCOUNT, sandbox.received("POST", ARTICLES).getFirst().body());
        sandbox.addLink(MARENS_ACCOUNT, late, "https://example.org/data");

        recoveries.lookForLateDrafts();

        assertThat(sandbox.article(MARENS_ACCOUNT, late).getString("title")).isEqualTo("Worked on");
    }

    @Test
    void a_late_draft_of_a_deleted_deposit_is_deleted() {
        sandbox.fault("newest-unshown").start();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Given up")));
        soon().untilAsserted(() -> {
            run("update deposit set tries = 5 where told is not null");
            recoveries.now();
            anybody().get(url).then().body("problem.status", equalTo(502));
        });

        soon().until(() -> anybody().delete(url).statusCode() == 204);
        recoveries.lookForLateDrafts();
        recoveries.lookForLateDrafts();
        assertThat(sandbox.accountArticles("Given up")).as("not shown yet").hasSize(1);
        sandbox.clearFaults();
        recoveries.lookForLateDrafts();

        assertThat(sandbox.accountArticles("Given up")).isEmpty();
    }

    /** The second draft of a create that a proxy sent twice is searched until it has been found and deleted. */
    @ParameterizedTest
    @CsvSource({"DELETE, 403", "DELETE, 409", "GET, 403", "GET, 404"})
    void an_incomplete_search_is_repeated(String method, int status) {
        long ours = untilCreated("Sent twice by a proxy").jsonPath().getLong("item");
        sandbox.draft(
                MARENS_ACCOUNT, sandbox.received("POST", ARTICLES).getFirst().body());
        sandbox.fault("error")
                .status(status)
                .on(ARTICLES + "/(?!" + ours + ")\\d+")
                .method(method)
                .times(1)
                .start();
        recoveries.lookForLateDrafts();
        assertThat(sandbox.accountArticles("Sent twice by a proxy")).hasSize(2);

        recoveries.lookForLateDrafts();

        assertThat(sandbox.accountArticles("Sent twice by a proxy"))
                .extracting(Owned::id)
                .containsExactly(ours);
    }

    @Test
    void a_lost_draft_of_the_administrator_is_deleted() {
        sandbox.fault("impersonate-ignored")
                .on(ARTICLES)
                .method("POST")
                .times(1)
                .start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();

        Response answer = soon().until(() -> create("Nobody's"), told -> told.statusCode() != 503);

        answer.then().statusCode(502).body("type", endsWith(":wrong-owner"));
        assertThat(sandbox.accountArticles("Nobody's")).isEmpty();
    }

    @Test
    void a_late_draft_with_a_changed_title_is_kept() {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        untilCreated("Renamed at once");
        JsonObject sent =
                new JsonObject(sandbox.received("POST", ARTICLES).getFirst().body());
        long late =
                sandbox.draft(MARENS_ACCOUNT, sent.put("title", "Mine by now").encode());

        recoveries.lookForLateDrafts();

        assertThat(sandbox.article(MARENS_ACCOUNT, late).getString("title")).isEqualTo("Mine by now");
    }

    /** PostgreSQL stops after Figshare's answer and before the answer is stored. A proxy had sent the create twice. */
    @ParameterizedTest
    @ValueSource(strings = {"sent_create", "deposit"})
    void a_second_draft_of_a_proxy_is_deleted_after_the_database_was_gone(String table) {
        executeAsOwner(
                "create or replace function die() returns trigger language plpgsql security definer as"
                        + " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
                table.equals("deposit")
                        ? "create trigger dies before update on deposit for each row when (new.told is not null)"
                                + " execute function die()"
                        : "create trigger dies before insert on sent_create for each row execute function die()");
        try {
            create("Sent twice").then().statusCode(503);
        } finally {
            executeAsOwner("drop trigger dies on " + table);
        }
        long twin = sandbox.draft(
                MARENS_ACCOUNT, sandbox.received("POST", ARTICLES).getFirst().body());

        Response created = soon().until(
                        () -> {
                            run("update deposit set holder = null, held = null");
                            recoveries.now();
                            return create("Sent twice");
                        },
                        answer -> answer.statusCode() == 201);
        recoveries.lookForLateDrafts();

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(sandbox.accountArticles(null))
                .extracting(Owned::id)
                .contains(created.jsonPath().getLong("item"));
        assertThat(twin).isPositive();
    }

    /**
     * For example by a process that was suspended before its call and resumes after another replica created the draft.
     */
    @Test
    void the_draft_of_a_suspended_replica_is_deleted() throws SQLException {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        Response created = untilCreated("Woken");
        String body = sandbox.received("POST", ARTICLES).getFirst().body();

        long zombie = sandbox.draft(MARENS_ACCOUNT, body);
        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(sandbox.accountArticles("Woken")).extracting(Owned::id).doesNotContain(zombie);
        });

        assertThat(draftsAfter(created)).hasSize(1);
    }

    @Test
    void a_draft_with_a_foreign_marker_is_kept() {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        Response created = untilCreated("Beside others");
        JsonArray unknown = new JsonArray().add(Marker.of(UUID.randomUUID()));
        JsonArray ofTobias =
                new JsonArray().add(Marker.of(UUID.fromString(created.jsonPath().getString("id"))));
        long other = sandbox.draft(
                MARENS_ACCOUNT,
                new JsonObject()
                        .put("title", "Of a test service")
                        .put("keywords", unknown)
                        .encode());
        long elsewhere = sandbox.draft(
                1495602,
                new JsonObject()
                        .put("title", "Of somebody else")
                        .put("keywords", ofTobias)
                        .encode());
        sandbox.clearLog();

        recoveries.lookForLateDrafts();

        soon().until(() -> sandbox.count("GET", ARTICLES) > 0);
        assertThat(sandbox.article(MARENS_ACCOUNT, other).getString("title")).isEqualTo("Of a test service");
        assertThat(sandbox.article(1495602, elsewhere).getString("title")).isEqualTo("Of somebody else");
        assertThat(sandbox.count("DELETE", ARTICLES + ".*")).isZero();
    }
}
