package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A draft that was deleted at Figshare ends its deposit, and a delete with a lost answer counts. */
@QuarkusTest
class DeletedDraftTest extends DraftTest {

    @Test
    void a_draft_deleted_before_its_completion_ends_the_deposit() {
        sandbox.fault("error").status(503).on(ARTICLES + "/\\d+").method("GET").start();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Deleted at once")));
        soon().until(() -> !sandbox.accountArticles("Deleted at once").isEmpty());
        long item = sandbox.accountArticles("Deleted at once").getFirst().id();
        exhaustReads(item);
        sandbox.delete(MARENS_ACCOUNT, item);
        sandbox.clearFaults();

        // Before that, Figshare may not show a new draft yet.
        soon().untilAsserted(() -> {
            exhaustReads(item);
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

    @Test
    void a_draft_deleted_with_its_marker_ends_the_deposit() {
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
    void a_delete_that_ignores_the_impersonation_is_an_error() {
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

    @Test
    void a_delete_with_a_lost_answer_succeeds() {
        String path = created(anybody(), deposit(MAREN, "Deleted, and not told"));
        sandbox.fault("lost-answer").method("DELETE").start();

        soon().until(() -> anybody().delete(path).statusCode() == 204);

        assertGone(path);
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

        assertGone(path);
    }

    private void assertGone(String path) {
        anybody().delete(path).then().statusCode(204);
        anybody().get(path).then().statusCode(410).body("type", endsWith(":deposit-gone"));
        anybody().get(path + "/events").then().statusCode(200).body("items.action", hasItem("create"));
        as(TOBIAS, "deposit:self").get(path).then().statusCode(403);
    }
}
