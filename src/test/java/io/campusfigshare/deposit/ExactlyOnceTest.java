package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.deposit.metadata.Marker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A keyed request makes one draft, and no draft of anybody else's is touched, whatever Figshare does; ADR 4 has the table. */
@QuarkusTest
class ExactlyOnceTest extends DepositTest {

    @Inject
    Recoveries recoveries;

    @Inject
    MeterRegistry metrics;

    private final String key = UUID.randomUUID().toString();
    private final Set<Long> before = new HashSet<>();
    private @Nullable JwtClaims client;

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        awaitDirectory();
        client = claims("service-account", "deposit:any");
        known();
        sandbox.clearLog();
    }

    private void known() {
        sandbox.accountArticles(null).forEach(draft -> before.add(draft.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tides & currents",
                "<em>Zostera</em> in the fjord",
                "Zu\u0308rich lake levels",
                "Plain",
                "A \"quoted\" title"
            })
    void a_lost_create_is_found_however_figshare_writes_its_title(String title) {
        sandbox.fault("rewritten-title").start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();

        Response created = untilCreated(title);

        assertThat(made(created)).hasSize(1);
        assertThat(sandbox.count("POST", ARTICLES)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keywords-changed", "oldest-first", "missing-keys"})
    void a_lost_create_is_found_whatever_figshare_makes_of_its_keywords_and_lists(String quirk) {
        sandbox.fault(quirk)
                .on(quirk.equals("missing-keys") ? ARTICLES : ARTICLES + ".*")
                .start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();

        Response created = untilCreated("Of a quirky Figshare");

        assertThat(made(created)).hasSize(1);
        assertThat(keywords(created))
                .noneMatch(word -> word.toLowerCase(Locale.ROOT).contains("campus-figshare"));
    }

    @Test
    void a_lost_create_is_found_among_more_drafts_than_a_page_has_the_oldest_first() {
        for (int i = 0; i < 1_005; i++) {
            sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\"}");
        }
        known();
        sandbox.clearLog();
        sandbox.fault("oldest-first").start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        String known =
                "insert into deposit (id, client, subject, campus, account, item, state, publish) select gen_random_uuid(),"
                        + " 'c', 's', 'x', " + MARENS_ACCOUNT + ", n, 'deleted', false from unnest(array[%s]) n";
        // All but a few are known, so that they need not be read one by one.
        List<Long> byHand =
                sandbox.accountArticles("By hand").stream().map(Owned::id).toList();
        run(known.formatted(String.join(
                ",", byHand.subList(0, 1_000).stream().map(String::valueOf).toList())));

        Response created = untilCreated("One of many");

        assertThat(made(created)).hasSize(1);
        assertThat(sandbox.count("POST", ARTICLES)).isEqualTo(1);
        run("delete from deposit where subject = 's' and client = 'c'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "lost-answer"})
    void a_draft_of_the_same_title_made_by_hand_stays_the_persons(String fault) {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"Twice thought of\", \"keywords\": [\"mine\"]}");
        sandbox.fault(fault).on(ARTICLES).method("POST").times(1).start();
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        known();

        Response created = untilCreated("Twice thought of");
        recoveries.lookForLateDrafts();

        assertThat(made(created)).hasSize(1);
        assertThat(sandbox.article(MARENS_ACCOUNT, byHand)).isEqualTo(asMade);
    }

    @Test
    void a_create_that_is_carried_out_late_is_removed_when_it_shows() {
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
        // Hours later, and again: nothing more happens.
        sandbox.clearLog();
        recoveries.lookForLateDrafts();
        assertThat(sandbox.count("DELETE", ARTICLES + ".*")).isZero();
    }

    @Test
    void a_late_create_for_which_figshare_ignores_whom_it_is_for_is_removed_too() {
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

    /** As by a proxy that sends it twice, or that answers in Figshare's place. */
    @ParameterizedTest
    @ValueSource(ints = {201, 401, 404, 408, 429})
    void what_was_made_all_the_same_is_found_or_removed(int answer) {
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
            assertThat(made(created)).hasSize(1);
        });
        assertThat(sandbox.count("POST", ARTICLES)).isEqualTo(answer == 201 ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void what_was_made_although_it_was_refused_is_removed(int answer) {
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
    void a_list_that_is_cut_shorter_than_asked_for_is_read_to_its_end() {
        for (int i = 0; i < 25; i++) {
            sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\"}");
        }
        known();
        sandbox.fault("oldest-first").start();
        sandbox.fault("short-pages").start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();

        Response created = untilCreated("Of many pages");

        assertThat(made(created)).hasSize(1);
    }

    @Test
    void a_record_that_the_answer_to_a_create_mistakes_for_it_is_not_touched() {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"Mistaken\", \"keywords\": [\"mine\"]}");
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        known();
        sandbox.fault("mixed-up").times(1).start();

        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Mistaken")).put("publish", true));
        lookedAtOften(byHand);

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("published"));
        });
        assertThat(sandbox.accountArticles("Mistaken"))
                .filteredOn(draft -> !before.contains(draft.id()))
                .hasSize(1)
                .allSatisfy(draft -> assertThat(draft.isPublic()).isTrue());
        assertThat(sandbox.article(MARENS_ACCOUNT, byHand)).isEqualTo(asMade);
    }

    @Test
    void a_detail_that_shows_keywords_late_leaves_no_marker_on() {
        sandbox.fault("keywords-unshown").times(3).start();

        Response created = untilCreated("Shown late");

        assertThat(made(created)).hasSize(1);
        assertThat(keywords(created)).containsExactly("tides");
        created.then().body("metadata.keywords", equalTo(List.of("tides")));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/account/articles, 400",
        "GET, /v2/account/articles/\\d+, 422",
        "PATCH, /v2/account/articles/\\d+, 400",
        "PATCH, /v2/account/articles/\\d+, 403",
    })
    void a_refusal_of_what_nobody_has_asked_for_does_not_burn_the_key(String method, String path, int status) {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("error").status(status).on(path).method(method).times(1).start();

        Response created = untilCreated("Refused by the way");

        assertThat(made(created)).hasSize(1);
        assertThat(keywords(created)).containsExactly("tides");
    }

    @Test
    void a_late_draft_that_somebody_has_worked_on_is_left_to_its_owner() {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        untilCreated("Worked on");
        long late = sandbox.draft(
                MARENS_ACCOUNT, sandbox.received("POST", ARTICLES).getFirst().body());
        sandbox.addLink(MARENS_ACCOUNT, late, "https://example.org/data");

        recoveries.lookForLateDrafts();

        assertThat(sandbox.article(MARENS_ACCOUNT, late).getString("title")).isEqualTo("Worked on");
    }

    @Test
    void a_draft_that_was_deleted_before_it_was_finished_ends_its_deposit() {
        sandbox.fault("error").status(503).on(ARTICLES + "/\\d+").method("GET").start();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Deleted at once")));
        soon().until(() -> !sandbox.accountArticles("Deleted at once").isEmpty());
        long item = sandbox.accountArticles("Deleted at once").getFirst().id();
        lookedAtOften(item);
        sandbox.delete(MARENS_ACCOUNT, item);
        sandbox.clearFaults();

        // Until it would have shown what is new, it may be that.
        soon().untilAsserted(() -> {
            lookedAtOften(item);
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("drafting")).body("problem.status", equalTo(502));
        });
        run("update deposit set failing = failing - interval '11 minutes' where told = " + item);
        soon().untilAsserted(() -> {
            run("update deposit set tries = 5 where told = " + item);
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("failed")).body("problem.status", equalTo(410));
        });
        assertThat(sandbox.accountArticles("Deleted at once")).isEmpty();
    }

    /** Whatever stands before Figshare may give one question the answer of another. */
    @Test
    void a_detail_of_another_record_is_not_taken_for_it() {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\", \"keywords\": [\"mine\"]}");
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        known();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("mixed-up-detail").chance(0.3, 7).start();

        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Mixed up")).put("publish", true));

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("published"));
        });
        sandbox.clearFaults();
        recoveries.lookForLateDrafts();
        assertThat(sandbox.article(MARENS_ACCOUNT, byHand)).isEqualTo(asMade);
        assertThat(sandbox.accountArticles("Mixed up"))
                .singleElement()
                .satisfies(draft -> assertThat(draft.isPublic()).isTrue());
    }

    @Test
    void a_list_with_a_hole_in_it_is_not_trusted() {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("null-listed").times(2).start();

        Response created = untilCreated("With a hole");

        assertThat(made(created)).hasSize(1);
    }

    /** However long it takes: the answer to its create has told of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_draft_that_figshare_shows_much_later_is_the_deposits(boolean lost) {
        sandbox.fault("newest-unshown").start();
        if (lost) {
            sandbox.fault("mixed-up").times(1).start();
        }
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Shown late")));
        soon().untilAsserted(() -> {
            run("update deposit set tries = 5 where told is not null");
            recoveries.now();
            anybody().get(url).then().body("problem.status", equalTo(502)).body("state", equalTo("drafting"));
        });
        recoveries.lookForLateDrafts();

        sandbox.clearFaults();

        soon().untilAsserted(() -> {
            run("update deposit set tries = 5 where told is not null");
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("ready"));
        });
        recoveries.lookForLateDrafts();
        assertThat(sandbox.accountArticles("Shown late"))
                .hasSize(1)
                .allSatisfy(draft -> assertThat(Marker.deposit(new ObjectMapper()
                                .valueToTree(sandbox.article(MARENS_ACCOUNT, draft.id())
                                        .getMap())))
                        .isEmpty());
    }

    @Test
    void what_was_made_for_a_deposit_that_was_deleted_meanwhile_is_removed() {
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

    /** What a proxy has sent twice is looked for until it has been seen, and is gone. */
    @ParameterizedTest
    @CsvSource({"DELETE, 403", "DELETE, 409", "GET, 403", "GET, 404"})
    void a_look_that_misses_something_is_not_the_last(String method, int status) {
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
    void an_empty_list_is_no_proof_that_a_draft_is_gone() {
        created(anybody(), deposit(TOBIAS, "Of somebody else"));
        String path = created(anybody(), deposit(MAREN, "Still there"));
        sandbox.fault("error")
                .status(404)
                .on(ARTICLES + "/\\d+")
                .method("GET")
                .times(1)
                .start();
        sandbox.fault("empty-list").on(ARTICLES).method("GET").times(1).start();

        anybody().delete(path).then().statusCode(404);

        anybody().get(path).then().statusCode(200);
        anybody().delete(path).then().statusCode(204);
        assertThat(sandbox.accountArticles("Still there")).isEmpty();
    }

    @Test
    void what_figshare_made_for_the_administrator_without_an_answer_is_removed() {
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
    void a_late_draft_whose_title_somebody_has_changed_is_left_to_its_owner() {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        untilCreated("Renamed at once");
        JsonObject sent =
                new JsonObject(sandbox.received("POST", ARTICLES).getFirst().body());
        long late =
                sandbox.draft(MARENS_ACCOUNT, sent.put("title", "Mine by now").encode());

        recoveries.lookForLateDrafts();

        assertThat(sandbox.article(MARENS_ACCOUNT, late).getString("title")).isEqualTo("Mine by now");
    }

    @Test
    void a_record_that_a_lost_create_may_have_made_is_not_adopted() {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("keywords-unshown").start();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Nobody knows yet")));
        soon().until(() -> !sandbox.accountArticles("Nobody knows yet").isEmpty());
        long item = sandbox.accountArticles("Nobody knows yet").getFirst().id();

        create(anybody(), adoption(MAREN, item)).then().statusCode(409).header("Retry-After", notNullValue());

        sandbox.clearFaults();
        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("ready"));
        });
        assertThat(sandbox.accountArticles("Nobody knows yet")).hasSize(1);
    }

    @Test
    void nobody_uses_a_marker_as_a_keyword_of_their_own() {
        String words = Marker.of(UUID.randomUUID()).toUpperCase(Locale.ROOT);
        JsonObject asked = new JsonObject(deposit(MAREN, "Reserved"));
        asked.getJsonObject("metadata").put("keywords", new JsonArray().add(words));

        create(anybody(), asked.encode())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/metadata/keywords/0"));
    }

    /** PostgreSQL stops between what Figshare has answered and what is written down of it; a proxy had sent it twice. */
    @ParameterizedTest
    @ValueSource(strings = {"sent_create", "deposit"})
    void what_a_proxy_sent_twice_is_removed_though_the_database_was_gone(String table) {
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

        assertThat(made(created)).hasSize(1);
        assertThat(sandbox.accountArticles(null))
                .extracting(Owned::id)
                .contains(created.jsonPath().getLong("item"));
        assertThat(twin).isPositive();
    }

    @Test
    void a_draft_that_is_deleted_before_its_marker_is_off_ends_its_deposit() {
        sandbox.fault("error")
                .status(503)
                .method("PATCH")
                .on(ARTICLES + "/\\d+")
                .start();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Gone before it was finished")));
        soon().until(() -> !rows("select id from deposit where item is not null and state = 'drafting'")
                .isEmpty());
        sandbox.delete(
                MARENS_ACCOUNT,
                sandbox.accountArticles("Gone before it was finished")
                        .getFirst()
                        .id());
        sandbox.clearFaults();

        soon().untilAsserted(() -> {
            run("update deposit set tries = 5 where state = 'drafting'");
            recoveries.now();
            anybody().get(url).then().statusCode(410);
        });
    }

    @Test
    void a_publication_that_shows_late_is_sent_once() {
        String path = created(anybody(), deposit(MAREN, "Published, and shown late"));
        sandbox.fault("publication-unshown").start();
        int before = sandbox.count("GET", ARTICLES + "/\\d+");
        publish(anybody().header("Prefer", "respond-async"), path).then().statusCode(202);
        soon().until(() -> sandbox.count("POST", ARTICLES + "/\\d+/publish") == 1);
        // Longer ago than any call takes.
        run("update deposit set intended = intended - interval '1 minute' where state = 'publishing'");
        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(sandbox.count("GET", ARTICLES + "/\\d+")).isGreaterThan(before + 4);
        });

        sandbox.clearFaults();

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(path).then().body("state", equalTo("published"));
        });
        assertThat(sandbox.count("POST", ARTICLES + "/\\d+/publish")).isEqualTo(1);
    }

    @Test
    void a_publication_that_was_refused_and_made_is_one() {
        String path = created(anybody(), deposit(MAREN, "Refused and published"));
        sandbox.fault("error-after")
                .status(409)
                .on(ARTICLES + "/\\d+/publish")
                .times(1)
                .start();
        String again = UUID.randomUUID().toString();
        same().header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(503);

        same().header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("published"));

        assertThat(sandbox.accountArticles("Refused and published").getFirst().publishedVersions())
                .isEqualTo(1);
    }

    @Test
    void a_delete_that_figshare_does_for_somebody_else_is_not_said_to_be_done() {
        String path = created(anybody(), deposit(MAREN, "Not deleted"));
        long item = sandbox.accountArticles("Not deleted").getFirst().id();
        sandbox.fault("impersonate-ignored")
                .on(ARTICLES + "/" + item)
                .method("DELETE")
                .start();
        sandbox.fault("error")
                .status(404)
                .on(ARTICLES + "/" + item)
                .method("GET")
                .times(2)
                .start();

        anybody().delete(path);

        assertThat(sandbox.accountArticles("Not deleted")).hasSize(1);
        anybody().get(path).then().statusCode(200).body("state", equalTo("ready"));
    }

    /** As by a process that was stopped before it sent, and goes on after another has made the deposit. */
    @Test
    void what_a_stopped_replica_sends_when_it_wakes_is_removed() throws SQLException {
        sandbox.fault("reset").on(ARTICLES).method("POST").times(1).start();
        Response created = untilCreated("Woken");
        String body = sandbox.received("POST", ARTICLES).getFirst().body();

        long zombie = sandbox.draft(MARENS_ACCOUNT, body);
        soon().untilAsserted(() -> {
            recoveries.lookForLateDrafts();
            assertThat(sandbox.accountArticles("Woken")).extracting(Owned::id).doesNotContain(zombie);
        });

        assertThat(made(created)).hasSize(1);
    }

    @Test
    void what_bears_a_marker_that_is_not_ours_is_left_alone() {
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

    @Test
    void nothing_is_sent_for_a_deposit_that_another_has_taken_meanwhile() throws Exception {
        // The pace stands still for a moment, because Figshare wants it to.
        sandbox.fault("throttle")
                .on("/v2/articles/71000001")
                .retryAfter(3)
                .times(1)
                .start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> get("/v1/items/71000001").statusCode());
            soon().until(() -> sandbox.count("GET", "/v2/articles/71000001") > 0);
            Future<Response> waiting = threads.submit(() -> create("Waits for its turn"));
            soon().until(() ->
                    !rows("select id from deposit where state = 'accepted'").isEmpty());
            run("update deposit set holder = gen_random_uuid(), held = clock_timestamp() + interval '1 hour'"
                    + " where state = 'accepted'");

            waiting.get().then().statusCode(409).body("type", endsWith(":deposit-busy"));
        }

        assertThat(sent("Waits for its turn")).isEmpty();
    }

    @Test
    void a_record_whose_create_waits_for_its_answer_is_not_adopted() throws Exception {
        sandbox.fault("late-answer")
                .on(ARTICLES)
                .method("POST")
                .delay(Duration.ofMillis(800))
                .times(1)
                .start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> waiting = threads.submit(() -> create("Adopted too early"));
            soon().until(() -> !sandbox.accountArticles("Adopted too early").isEmpty());
            long item = sandbox.accountArticles("Adopted too early").getFirst().id();

            create(anybody(), adoption(MAREN, item)).then().statusCode(409).body("type", endsWith(":deposit-exists"));

            waiting.get().then().statusCode(201).body("item", equalTo((int) item));
        }
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "409"})
    void an_answer_of_the_moment_does_not_burn_the_key(int status) {
        sandbox.fault("error")
                .status(status)
                .on(ARTICLES)
                .method("POST")
                .times(1)
                .start();

        create("Refused once " + status)
                .then()
                .statusCode(503)
                .header("Retry-After", Integer::parseInt, lessThanOrEqualTo(60));
        String id = rows("select id from deposit where state = 'accepted'")
                .getFirst()
                .getFirst();
        anybody().get("/v1/deposits/" + id).then().statusCode(200).body("state", equalTo("accepted"));
        Response created = create("Refused once " + status);

        assertThat(made(created)).hasSize(1);
        created.then().body("id", equalTo(id)).body("problem", nullValue());
    }

    @Test
    void what_is_refused_for_a_while_is_tried_again_by_hand() {
        sandbox.fault("error").status(403).on(ARTICLES).method("POST").times(1).start();
        create("Tried again by hand").then().statusCode(503).body("detail", containsString("Figshare"));
        String url = "/v1/deposits/"
                + rows("select id from deposit where state = 'accepted'")
                        .getFirst()
                        .getFirst();
        anybody().get(url).then().body("problem.status", equalTo(422));

        anybody()
                .post(url + "/retry")
                .then()
                .statusCode(200)
                .body("state", equalTo("ready"))
                .body("problem", nullValue());

        anybody().post(url + "/retry").then().statusCode(409).body("type", endsWith(":nothing-to-retry"));
        assertThat(made(create("Tried again by hand"))).hasSize(1);
    }

    @Test
    void what_is_refused_for_a_day_fails_and_the_same_key_may_begin_anew() {
        sandbox.fault("error").status(403).on(ARTICLES).method("POST").times(2).start();
        create("After a day").then().statusCode(503);
        run("update deposit set failing = failing - interval '25 hours' where state = 'accepted'");
        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(rows("select state from deposit where asked like '%After a day%'"))
                    .isEqualTo(List.of(List.of("failed")));
        });

        assertThat(made(create("After a day"))).hasSize(1);
    }

    @Test
    void what_figshare_does_not_take_ends_the_key() {
        sandbox.fault("error").status(422).on(ARTICLES).method("POST").times(1).start();

        create("Not taken").then().statusCode(422).body("type", endsWith(":figshare-refused-deposit"));
        create("Not taken").then().statusCode(422).body("type", endsWith(":figshare-refused-deposit"));

        assertThat(sent("Not taken")).hasSize(1);
    }

    @Test
    void a_publication_that_is_refused_for_a_moment_goes_on() {
        String path = created(anybody(), deposit(MAREN, "Published at last"));
        sandbox.fault("error")
                .status(409)
                .on(ARTICLES + "/\\d+/publish")
                .times(1)
                .start();
        String again = UUID.randomUUID().toString();

        same().header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(503);
        anybody().get(path).then().body("state", equalTo("ready")).body("problem.status", equalTo(422));
        edit(anybody(), path, "{\"description\": \"Edited while it waits\"}")
                .then()
                .statusCode(200);

        same().header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("published"));
        assertThat(sandbox.accountArticles("Published at last").getFirst().publishedVersions())
                .isEqualTo(1);
    }

    @Test
    void a_publication_that_is_refused_for_longer_is_tried_again_without_anybody() {
        String path = created(anybody(), deposit(MAREN, "Published by itself"));
        sandbox.fault("error")
                .status(403)
                .on(ARTICLES + "/\\d+/publish")
                .times(1)
                .start();
        publish(anybody(), path).then().statusCode(503);

        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(sandbox.accountArticles("Published by itself").getFirst().isPublic())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void the_marker_is_off_before_the_answer(int keywords) {
        List<String> wanted =
                IntStream.range(0, keywords).mapToObj(n -> "word " + n).toList();
        JsonObject deposit = new JsonObject(deposit(MAREN, "With " + keywords));
        deposit.getJsonObject("metadata").put("keywords", new JsonArray(wanted));

        Response created =
                anybody().header("Idempotency-Key", key).body(deposit.encode()).post("/v1/deposits");

        created.then().statusCode(201).body("metadata.keywords", equalTo(wanted));
        assertThat(sandbox.received(null, ARTICLES + "(/\\d+)?"))
                .extracting(Received::method)
                .containsExactly("POST", "GET", "PATCH", "GET");
        assertThat(keywords(created)).isEqualTo(wanted);
    }

    @Test
    void nothing_is_published_with_a_marker_on() {
        String path = created(anybody(), deposit(MAREN, "Not to be seen"));
        long item = sandbox.accountArticles("Not to be seen").getFirst().id();
        String marker = Marker.of(UUID.randomUUID());
        sandbox.edit(
                MARENS_ACCOUNT,
                item,
                new JsonObject()
                        .put("keywords", new JsonArray().add("tides").add(marker))
                        .encode());

        publish(anybody(), path).then().statusCode(200).body("state", equalTo("published"));

        get("/v1/items/" + item).then().statusCode(200).body("keywords", equalTo(List.of("tides")));
    }

    @Test
    void a_delete_whose_answer_is_lost_has_deleted() {
        String path = created(anybody(), deposit(MAREN, "Deleted, and not told"));
        sandbox.fault("lost-answer").method("DELETE").start();

        soon().until(() -> anybody().delete(path).statusCode() == 204);

        goneFrom(path);
    }

    @Test
    void a_draft_that_was_deleted_by_hand_is_gone() {
        String path = created(anybody(), deposit(MAREN, "Deleted by hand"));
        sandbox.delete(
                MARENS_ACCOUNT,
                sandbox.accountArticles("Deleted by hand").getFirst().id());

        anybody().get(path).then().statusCode(410);
        edit(anybody(), path, "{\"title\": \"Too late\"}").then().statusCode(410);
        publish(anybody(), path).then().statusCode(503);
        anybody().delete(path).then().statusCode(204);

        goneFrom(path);
    }

    private void goneFrom(String path) {
        anybody().delete(path).then().statusCode(204);
        anybody().get(path).then().statusCode(410).body("type", endsWith(":deposit-gone"));
        anybody().get(path + "/events").then().statusCode(200).body("items.action", hasItem("create"));
        as(TOBIAS, "deposit:self").get(path).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keywords-dropped", "keywords-refused", "keywords-stuck"})
    void nothing_is_created_where_figshare_keeps_no_markers(String quirk) {
        sandbox.fault(quirk).start();
        recoveries.checkMarkers();
        sandbox.clearLog();

        create("Not safely").then().statusCode(503).body("type", endsWith(":marker-not-kept"));
        assertThat(sandbox.count("POST", ARTICLES)).isZero();
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isZero();

        sandbox.clearFaults();
        recoveries.checkMarkers();
        assertThat(made(create("Not safely"))).hasSize(1);
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isEqualTo(1);
        assertThat(sandbox.accountArticles(null))
                .extracting(Owned::title)
                .noneMatch(title -> title.startsWith("Check of"));
    }

    @Test
    void nothing_is_created_before_it_is_known_whether_figshare_keeps_markers() throws SQLException {
        execute("update marker_check set kept = null, begun = clock_timestamp()");
        recoveries.checkMarkersWhenDue();
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isNaN();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Waits for the check")));
        recoveries.now();
        assertThat(sandbox.count("POST", ARTICLES)).isZero();

        recoveries.checkMarkers();

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("ready"));
        });
    }

    @Test
    void equal_titles_in_quick_succession_are_each_a_draft() throws Exception {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").chance(0.4, 3).start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> creates = IntStream.range(0, 4)
                    .mapToObj(n -> threads.submit(() -> untilCreated("Equal", "equal-" + key + n)))
                    .toList();
            for (Future<Response> create : creates) {
                create.get();
            }
        }
        recoveries.lookForLateDrafts();

        assertThat(sandbox.accountArticles("Equal")).hasSize(4);
    }

    /** Nobody waits for it; its path. */
    private String withoutWaiting(JsonObject deposit) {
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

    /** The record that the answer to a create told of has been read as often as it is, which takes a quarter of a minute. */
    private void lookedAtOften(long told) {
        soon().until(() -> !rows("select id from deposit where told = " + told).isEmpty());
        run("update deposit set tries = 5 where told = " + told);
    }

    /** One client for all requests with a key. */
    private RequestSpecification same() {
        return with(Objects.requireNonNull(client));
    }

    private Response create(String title) {
        return create(title, key);
    }

    private Response create(String title, String named) {
        return same().header("Idempotency-Key", named)
                .body(deposit(MAREN, title))
                .post("/v1/deposits");
    }

    private Response untilCreated(String title) {
        return untilCreated(title, key);
    }

    private Response untilCreated(String title, String named) {
        return soon().until(() -> create(title, named), answer -> answer.statusCode() == 201);
    }

    /** Maren's records that are newer than what the sandbox begins with, those apart that a test has made by hand. */
    private List<Long> made(Response created) {
        long item = created.then().statusCode(201).extract().jsonPath().getLong("item");
        List<Long> drafts = sandbox.accountArticles(null).stream()
                .filter(draft -> draft.account() == MARENS_ACCOUNT && !before.contains(draft.id()))
                .map(Owned::id)
                .toList();
        assertThat(drafts).contains(item);
        return drafts;
    }

    private List<Received> sent(String title) {
        return sandbox.received("POST", ARTICLES).stream()
                .filter(sent -> title.equals(new JsonObject(sent.body()).getString("title")))
                .toList();
    }

    private List<String> keywords(Response created) {
        return sandbox.article(MARENS_ACCOUNT, created.jsonPath().getLong("item")).getJsonArray("keywords").stream()
                .map(String::valueOf)
                .toList();
    }

    private void run(String sql) {
        try {
            execute(sql);
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
