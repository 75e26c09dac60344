package io.campusfigshare.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the copy of the reviews follows Figshare. */
@QuarkusTest
class ReviewSyncTest extends ReviewTest {

    private static final String LIST = "/v2/account/institution/reviews";
    private static final String ONE = "/v2/account/institution/review/\\d+";

    @Test
    void a_sync_that_finds_nothing_new_takes_one_call() {
        open(BIOLOGY);
        open("Known");
        sync.sync();
        sandbox.clearLog();

        sync.sync();

        assertThat(sandbox.received(null, AT_FIGSHARE)).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo(LIST);
            assertThat(call.query()).contains("status=pending", "limit=1000", "offset=0");
        });
    }

    @Test
    void a_record_whose_dates_differ_from_the_list_is_not_read_again() {
        open(BIOLOGY);
        sandbox.fault("blank").on(ONE).start();
        sync.sync();
        sandbox.clearLog();

        sync.sync();

        assertThat(sandbox.count("GET", ONE)).isZero();
    }

    @Test
    void a_list_of_one_review_may_be_that_review() {
        long review = open("Alone");
        sandbox.comment(review, RAHELS_ACCOUNT, "Alone, too");
        sandbox.fault("one-object").start();

        sync.sync();

        as(READ).get(REVIEWS).then().body("items.title", contains("Alone"));
        as(READ).get(REVIEWS + "/" + review + "/comments").then().body("items.text", contains("Alone, too"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"odd-types", "blank", "html-content-type"})
    void odd_answers_of_figshare_are_understood(String fault) {
        open("Odd");
        sandbox.fault(fault).on(AT_FIGSHARE).start();

        sync.sync();

        as(READ).get(REVIEWS)
                .then()
                .statusCode(200)
                .body("items.department.code", contains("BIO"))
                .body("items.status", contains("pending"));
    }

    @Test
    void text_of_figshare_is_shown_without_its_markup() {
        long review = open("Tides of the <i>northern</i> shore");
        sandbox.comment(review, RAHELS_ACCOUNT, "<p>Please add a <b>README</b>.</p>");
        sandbox.comment(review, RAHELS_ACCOUNT, "a < b\nand so on");
        sandbox.comment(review, RAHELS_ACCOUNT, "No \u0000 here");
        sandbox.changeReview(review, "{\"resolution_comment\": \"<script>alert(1)</script>Not yet\"}");

        sync.sync();

        as(READ).get(REVIEWS)
                .then()
                .body("items[0].title", equalTo("Tides of the northern shore"))
                .body("items[0].resolution", equalTo("Not yet"));
        as(READ).get(REVIEWS + "/" + review + "/comments")
                .then()
                .body("items.text", contains("Please add a README.", "a < b\nand so on", "No  here"));
    }

    @Test
    void a_review_leads_to_the_page_of_its_draft() {
        long review = open("Where?");
        sync.sync();

        String item = as(READ).get(REVIEWS).path("items[0].item").toString();

        as(READ).get(REVIEWS + "/" + review).then().body("decision.url", endsWith("/account/articles/" + item));
    }

    @Test
    void a_decision_is_seen_with_its_words() {
        long review = open("Decided");
        sync.sync();
        sandbox.changeReview(review, "{\"status\": \"rejected\", \"resolution_comment\": \"No README.\"}");

        sync.sync();

        as(READ).get(REVIEWS)
                .then()
                .body("items[0].status", equalTo("rejected"))
                .body("items[0].title", equalTo("Decided"))
                .body("items[0].resolution", equalTo("No README."));
        as(READ).get(REVIEWS + "?status=pending").then().body("items", empty());
    }

    @Test
    void a_pending_review_that_figshare_no_longer_has_is_removed() {
        long review = open("Deleted");
        open(CHEMISTRY);
        sync.sync();
        sandbox.deleteReview(review);

        sync.sync();

        as(READ).get(REVIEWS).then().body("items.department.code", contains("CHE"));
    }

    @Test
    void an_empty_list_by_mistake_removes_nothing() {
        open("Still there");
        sync.sync();
        sandbox.fault("empty-list").on(LIST).times(1).start();

        sync.sync();

        as(READ).get(REVIEWS + "?status=pending").then().body("items.title", contains("Still there"));
    }

    @Test
    void reviews_that_ended_unseen_are_copied_from_all_pages_without_a_call_for_each() {
        sandbox.reviews(2_100, "{\"status\": \"approved\", \"group_id\": " + BIOLOGY + "}");
        open("Pending");
        sync.sync();
        as(READ).get(REVIEWS).then().body("total", equalTo(1));
        sandbox.clearLog();

        sync.syncEnded();

        as(READ).get(REVIEWS + "?status=approved").then().body("total", equalTo(2_100));
        assertThat(sandbox.count(null, AT_FIGSHARE)).isEqualTo(3);
        sync.syncEnded();
        assertThat(sandbox.count(null, AT_FIGSHARE)).isEqualTo(6);
    }

    @Test
    void reviews_that_ended_unseen_are_continued_where_a_failure_stopped_the_copy() {
        long[] reviews = {sandbox.reviews(5, "{\"status\": \"rejected\"}"), 0};
        for (long review = reviews[0]; review < reviews[0] + 5; review++) {
            sandbox.comment(review, RAHELS_ACCOUNT, "Why");
        }
        var down = sandbox.fault("throttle")
                .on(".*/" + (reviews[0] + 2) + "/comments")
                .start();
        assertThatThrownBy(sync::syncEnded).isInstanceOf(Problem.class);
        down.stop();

        sync.syncEnded();

        as(READ).get(REVIEWS).then().body("total", equalTo(5));
    }

    @Test
    void the_title_of_a_review_that_ended_unseen_is_that_of_the_public_item() {
        sandbox.reviews(1, "{\"status\": \"approved\", \"article_id\": 2000010}");
        String title = get("/v1/items/2000010").path("title");

        sync.syncEnded();

        as(READ).get(REVIEWS).then().body("items.title", contains(title));
    }

    @Test
    void accounts_and_departments_that_nobody_knows_are_null() {
        sandbox.reviews(1, "{\"account_id\": 77, \"assigned_to\": 78, \"group_id\": 79}");
        sync.sync();

        as(READ).get(REVIEWS)
                .then()
                .body("items[0].depositor", nullValue())
                .body("items[0].assignedTo", nullValue())
                .body("items[0].department", nullValue());
    }

    @Test
    void a_review_without_dates_people_or_department_is_listed() {
        sandbox.reviews(
                1,
                "{\"group_id\": null, \"account_id\": null, \"assigned_to\": null, \"created_date\": \"\", \"modified_date\": null,"
                        + " \"comments_count\": null, \"version\": null}");

        sync.sync();

        as(READ).get(REVIEWS).then().body("total", equalTo(1)).body("items[0].comments", equalTo(0));
    }

    @Test
    void a_review_that_cannot_be_read_delays_no_other() {
        long bad = open("Unreadable");
        open("Readable");
        sandbox.fault("error").on(".*/review/" + bad).start();

        sync.sync();

        as(READ).get(REVIEWS).then().body("items.title", hasItem("Readable"));
    }
}
