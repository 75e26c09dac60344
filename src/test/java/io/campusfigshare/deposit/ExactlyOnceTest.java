package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.deposit.metadata.Marker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request with an Idempotency-Key creates one draft, whatever Figshare answers and lists. ADR 4 has the table of all
 * calls.
 */
@QuarkusTest
class ExactlyOnceTest extends DraftTest {

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

        assertThat(draftsAfter(created)).hasSize(1);
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

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(keywords(created))
                .noneMatch(word -> word.toLowerCase(Locale.ROOT).contains("campus-figshare"));
    }

    @Test
    void a_lost_create_is_found_among_more_drafts_than_a_page_has_the_oldest_first() {
        for (int i = 0; i < 1_005; i++) {
            sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\"}");
        }
        rememberExisting();
        sandbox.clearLog();
        sandbox.fault("oldest-first").start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        String known =
                "insert into deposit (id, client, subject, campus, account, item, state, publish) select gen_random_uuid(),"
                        + " 'c', 's', 'x', " + MARENS_ACCOUNT + ", n, 'deleted', false from unnest(array[%s]) n";
        // Most drafts belong to deposits, so that the search need not read them.
        List<Long> byHand =
                sandbox.accountArticles("By hand").stream().map(Owned::id).toList();
        run(known.formatted(String.join(
                ",", byHand.subList(0, 1_000).stream().map(String::valueOf).toList())));

        Response created = untilCreated("One of many");

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(sandbox.count("POST", ARTICLES)).isEqualTo(1);
        run("delete from deposit where subject = 's' and client = 'c'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "lost-answer"})
    void a_draft_with_the_same_title_made_by_hand_is_not_adopted(String fault) {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"Twice thought of\", \"keywords\": [\"mine\"]}");
        sandbox.fault(fault).on(ARTICLES).method("POST").times(1).start();
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        rememberExisting();

        Response created = untilCreated("Twice thought of");
        recoveries.lookForLateDrafts();

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(sandbox.article(MARENS_ACCOUNT, byHand)).isEqualTo(asMade);
    }

    @Test
    void a_list_with_short_pages_is_read_to_its_end() {
        for (int i = 0; i < 25; i++) {
            sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\"}");
        }
        rememberExisting();
        sandbox.fault("oldest-first").start();
        sandbox.fault("short-pages").start();
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();

        Response created = untilCreated("Of many pages");

        assertThat(draftsAfter(created)).hasSize(1);
    }

    @Test
    void a_number_that_another_deposit_has_fails_the_deposit() {
        long next = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"The one before\"}") + 1;
        run("insert into deposit (id, client, subject, campus, account, item, state, publish) values"
                + " (gen_random_uuid(), 'c', 's', 'x', 1, " + next + ", 'ready', false)");

        Response created = create("Of a restored database");

        created.then()
                .statusCode(409)
                .body("type", endsWith(":deposit-exists"))
                .body("detail", equalTo("Another deposit has Figshare's record " + next + "."));
        run("delete from deposit where item = " + next);
    }

    @Test
    void a_wrong_number_in_the_answer_to_a_create_is_ignored() {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"Mistaken\", \"keywords\": [\"mine\"]}");
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        rememberExisting();
        sandbox.fault("mixed-up").times(1).start();

        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Mistaken")).put("publish", true));
        exhaustReads(byHand);

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("published"));
        });
        assertThat(sandbox.accountArticles("Mistaken"))
                .filteredOn(draft -> !existing.contains(draft.id()))
                .hasSize(1)
                .allSatisfy(draft -> assertThat(draft.isPublic()).isTrue());
        assertThat(sandbox.article(MARENS_ACCOUNT, byHand)).isEqualTo(asMade);
    }

    /** A proxy may answer a request with the answer to another. */
    @Test
    void an_answer_with_another_record_is_ignored() {
        long byHand = sandbox.draft(MARENS_ACCOUNT, "{\"title\": \"By hand\", \"keywords\": [\"mine\"]}");
        JsonObject asMade = sandbox.article(MARENS_ACCOUNT, byHand);
        rememberExisting();
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
    void a_list_with_an_unreadable_record_is_not_trusted() {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("null-listed").times(2).start();

        Response created = untilCreated("With a hole");

        assertThat(draftsAfter(created)).hasSize(1);
    }

    /** The answer to the create contained its number, so the search does not end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_draft_that_becomes_visible_much_later_is_adopted(boolean lost) {
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
    void an_empty_list_does_not_prove_that_a_draft_is_gone() {
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
    void a_record_that_may_belong_to_a_lost_create_is_not_adopted() {
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
    void nothing_is_sent_after_the_lease_was_lost() throws Exception {
        // A 429 delays all calls for a moment.
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

        assertThat(sentCreates("Waits for its turn")).isEmpty();
    }

    @Test
    void a_record_whose_create_is_unanswered_is_not_adopted() throws Exception {
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

            waiting.get().then().statusCode(201).body("item", equalTo(item));
        }
    }

    @Test
    void each_request_with_the_same_title_creates_a_draft() throws Exception {
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
}
