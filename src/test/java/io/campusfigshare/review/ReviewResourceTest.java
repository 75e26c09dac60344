package io.campusfigshare.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.deposit.workflow.EndedReviews;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReviewResourceTest extends InstitutionTest {

    private static final String REVIEWS = "/v1/reviews";
    private static final String READ = "review:read";
    private static final String COMMENT = "review:comment";
    private static final String MAREN = "moakhurst@westmark.example";
    private static final String TOBIAS = "tfennimore@westmark.example";
    private static final long MARENS_ACCOUNT = 1495601;
    private static final String COMMENTS_UPSTREAM = ".*/review/\\d+/comments";

    @Inject
    DataSource database;

    @Inject
    ReviewSync sync;

    @Inject
    EndedReviews ended;

    @BeforeEach
    void curated() throws SQLException {
        sandbox.reset();
        syncs.departments();
        syncs.people();
        execute("delete from review", "delete from review_comment_key", "delete from set_aside where kind = 'review'");
        sandbox.review(true);
    }

    @AfterEach
    void stopDeposits() throws SQLException {
        execute("delete from review", "update deposit set due = null, state = 'failed' where state = 'in-review'");
        sandbox.review(false);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private RequestSpecification as(String... roles) {
        JwtClaims claims = issuer.claims("staff", roles);
        claims.setStringClaim("azp", "client-" + UUID.randomUUID());
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.sign(claims))
                .contentType("application/json");
    }

    /** Deposits and publishes; returns the path of the deposit, which is in review then. */
    private String inReview(String depositor, String title) {
        String path = as("deposit:any")
                .header("Idempotency-Key", UUID.randomUUID())
                .body(new JsonObject()
                        .put("depositor", depositor)
                        .put(
                                "metadata",
                                new JsonObject()
                                        .put("title", title)
                                        .put("type", "dataset")
                                        .put("description", "<p>Measured.</p>")
                                        .put(
                                                "authors",
                                                new JsonArray().add(new JsonObject().put("campusId", depositor)))
                                        .put("keywords", new JsonArray().add("tides"))
                                        .put("license", "CC-BY-4.0")
                                        .put("categories", new JsonArray().add("310301"))
                                        .put(
                                                "customFields",
                                                new JsonObject()
                                                        .put("Instrument", "Gauge")
                                                        .put("Data steward", "Library")))
                        .encode())
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst("^https?://[^/]+", "");
        as("deposit:any")
                .header("Idempotency-Key", UUID.randomUUID())
                .post(path + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("in-review"));
        return path;
    }

    private long item(String deposit) {
        return as("deposit:read").get(deposit).jsonPath().getLong("item");
    }

    private long only() {
        return as(READ).get(REVIEWS)
                .then()
                .body("total", equalTo(1))
                .extract()
                .jsonPath()
                .getLong("items[0].id");
    }

    private Response comment(String key, long review, String text) {
        return as(COMMENT)
                .header("Idempotency-Key", key)
                .body(new JsonObject().put("text", text).encode())
                .post(REVIEWS + "/" + review + "/comments");
    }

    @Test
    void an_empty_queue_is_an_answer() {
        sync.sync();

        as(READ).get(REVIEWS)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("items", empty())
                .body("total", equalTo(0));
    }

    @Test
    void the_queue_has_title_depositor_department_and_whom_it_is_assigned_to() {
        String deposit = inReview(MAREN, "Tides of the fjord");
        sync.sync();
        long review = only();
        sandbox.changeReview(review, "{\"assigned_to\": 1495602, \"modified_date\": \"2026-11-30T10:00:00\"}");
        sandbox.clearLog();
        sync.sync();

        String body = as(READ).get(REVIEWS)
                .then()
                .statusCode(200)
                .body("items[0].status", equalTo("pending"))
                .body("items[0].url", endsWith(REVIEWS + "/" + review))
                .body("items[0].item", equalTo(item(deposit)))
                .body("items[0].title", equalTo("Tides of the fjord"))
                .body("items[0].depositor.campusId", equalTo(MAREN))
                .body("items[0].depositor.name", equalTo("Maren Oakhurst"))
                .body("items[0].department.code", notNullValue())
                .body("items[0].assignedTo.campusId", equalTo(TOBIAS))
                .body("items[0].decision.detail", containsString("neither approve nor reject"))
                .body("items[0].decision.url", notNullValue())
                .extract()
                .asString();
        assertThat(body).doesNotContain("1495601", "1495602");
    }

    @Test
    void a_cycle_takes_one_call_if_nothing_has_changed() {
        inReview(MAREN, "One");
        inReview(TOBIAS, "Two");
        sync.sync();
        sandbox.clearLog();

        sync.sync();

        assertThat(sandbox.count(null, null)).isEqualTo(1);
        as(READ).get(REVIEWS).then().body("items.title", contains("One", "Two"));
    }

    @Test
    void reviews_that_cannot_be_read_delay_no_other_and_come_later() throws SQLException {
        inReview(MAREN, "Known");
        sync.sync();
        long known = only();
        for (int i = 1; i <= 6; i++) {
            inReview(TOBIAS, "New " + i);
        }
        var broken = sandbox.fault("error")
                .status(500)
                .on(".*/review/(?!" + known + "$|" + (known + 1) + "$)\\d+")
                .start();
        try {
            sync.sync();
            as(READ).get(REVIEWS).then().body("items.title", contains("Known", "New 1"));
        } finally {
            broken.stop();
        }
        execute("update set_aside set due = clock_timestamp() where kind = 'review'");

        sync.sync();

        as(READ).get(REVIEWS).then().body("total", equalTo(7)).body("items[6].title", equalTo("New 6"));
    }

    @Test
    void a_review_that_figshare_no_longer_has_disappears() {
        inReview(MAREN, "Tides");
        sync.sync();
        only();

        sandbox.reset();
        sync.sync();

        as(READ).get(REVIEWS).then().body("total", equalTo(0));
    }

    @Test
    void a_review_that_moves_to_another_department_is_seen_there_only() {
        inReview(MAREN, "Tides");
        sync.sync();
        long review = only();
        as(READ + ":department:BIO").get(REVIEWS + "/" + review).then().statusCode(200);

        sandbox.changeReview(review, "{\"group_id\": 4203}");
        sync.sync();

        as(READ + ":department:CHE").get(REVIEWS).then().body("items[0].department.code", equalTo("CHE"));
        as(READ + ":department:BIO").get(REVIEWS + "/" + review).then().statusCode(404);
    }

    @Test
    void the_list_calls_nothing_and_a_single_review_has_the_draft_and_its_comments() {
        inReview(MAREN, "Tides");
        sync.sync();
        long review = only();
        comment(UUID.randomUUID().toString(), review, "Please add the instrument.")
                .then()
                .statusCode(201);
        sandbox.clearLog();
        as(READ).get(REVIEWS).then().statusCode(200);
        assertThat(sandbox.count(null, null)).isZero();

        as(READ).get(REVIEWS + "/" + review)
                .then()
                .statusCode(200)
                .body("metadata.title", equalTo("Tides"))
                .body("metadata.license.spdx", equalTo("CC-BY-4.0"))
                .body("comments", equalTo(1))
                .body("discussion[0].text", equalTo("Please add the instrument."))
                .body("discussion[0].type", equalTo("comment"));
        as(READ).get(REVIEWS + "/" + review + "/comments")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @Test
    void roles_permit_reading_commenting_and_departments() {
        inReview(MAREN, "Of biology");
        inReview(TOBIAS, "Of another");
        sync.sync();
        long biology = as(READ).get(REVIEWS + "?department=BIO")
                .then()
                .body("total", equalTo(1))
                .extract()
                .jsonPath()
                .getLong("items[0].id");

        RestAssured.get(REVIEWS).then().statusCode(401);
        as("deposit:any", "account:read").get(REVIEWS).then().statusCode(403).body("detail", containsString(READ));
        as(READ + ":department:BIO").get(REVIEWS).then().body("items.title", contains("Of biology"));
        as(COMMENT + ":department:BIO").get(REVIEWS).then().body("items.title", contains("Of biology"));
        as(READ + ":department:CHE").get(REVIEWS + "/" + biology).then().statusCode(404);
        as(READ + ":department:BIO").get(REVIEWS + "/" + biology).then().statusCode(200);
        sandbox.clearLog();
        for (String role : new String[] {READ, COMMENT + ":department:CHE"}) {
            as(role).header("Idempotency-Key", UUID.randomUUID())
                    .body("{\"text\": \"No\"}")
                    .post(REVIEWS + "/" + biology + "/comments")
                    .then()
                    .statusCode(role.equals(READ) ? 403 : 404);
        }
        assertThat(sandbox.count("POST", null)).isZero();
        as(COMMENT + ":department:BIO")
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"text\": \"Yes\"}")
                .post(REVIEWS + "/" + biology + "/comments")
                .then()
                .statusCode(201);
    }

    @Test
    void a_comment_is_written_once_for_each_key() {
        inReview(MAREN, "Tides");
        sync.sync();
        long review = only();
        JwtClaims claims = issuer.claims("staff", COMMENT);
        String token = issuer.sign(claims);
        sandbox.clearLog();
        for (int i = 0; i < 2; i++) {
            keyed(token, "one")
                    .body("{\"text\": \"Once\"}")
                    .post(REVIEWS + "/" + review + "/comments")
                    .then()
                    .statusCode(201)
                    .body("total", equalTo(1));
        }
        assertThat(sandbox.count("POST", COMMENTS_UPSTREAM)).isEqualTo(1);
        keyed(token, "one")
                .body("{\"text\": \"Other\"}")
                .post(REVIEWS + "/" + review + "/comments")
                .then()
                .statusCode(422);
        keyed(token, "two")
                .body("{\"text\": \"Once\"}")
                .post(REVIEWS + "/" + review + "/comments")
                .then()
                .statusCode(201)
                .body("total", equalTo(2));
    }

    @Test
    void a_comment_whose_answer_was_lost_is_not_written_again() throws Exception {
        inReview(MAREN, "Tides");
        sync.sync();
        long review = only();
        String token = issuer.sign(issuer.claims("staff", COMMENT));
        var lost = sandbox.fault("lost-answer")
                .method("POST")
                .on(COMMENTS_UPSTREAM)
                .times(1)
                .start();
        keyed(token, "lost")
                .body("{\"text\": \"Once\"}")
                .post(REVIEWS + "/" + review + "/comments")
                .then()
                .statusCode(503);
        lost.stop();
        keyed(token, "lost")
                .body("{\"text\": \"Once\"}")
                .post(REVIEWS + "/" + review + "/comments")
                .then()
                .statusCode(201)
                .body("total", equalTo(1));
    }

    private RequestSpecification keyed(String token, String key) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .header("Idempotency-Key", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\": \"\"}", "{\"text\": \"  \"}", "{\"text\": \"\\u0000\"}"})
    void an_empty_comment_is_refused(String body) {
        inReview(MAREN, "Tides");
        sync.sync();
        as(COMMENT)
                .header("Idempotency-Key", UUID.randomUUID())
                .body(body)
                .post(REVIEWS + "/" + only() + "/comments")
                .then()
                .statusCode(422);
        as(COMMENT)
                .body("{\"text\": \"a\"}")
                .post(REVIEWS + "/1/comments")
                .then()
                .statusCode(400);
    }

    @Test
    void a_deposit_shows_its_review_and_follows_its_approval() {
        String deposit = inReview(MAREN, "Tides");
        sync.sync();
        comment(UUID.randomUUID().toString(), only(), "Looks good.").then().statusCode(201);
        as("deposit:read")
                .get(deposit)
                .then()
                .body("state", equalTo("in-review"))
                .body("review.status", equalTo("pending"))
                .body("review.comments[0].text", equalTo("Looks good."));

        sandbox.approve(item(deposit));
        sync.sync();
        ended.end();

        as("deposit:read")
                .get(deposit)
                .then()
                .body("state", equalTo("published"))
                .body("review.status", equalTo("approved"));
        as(READ).get(REVIEWS + "?status=pending").then().body("total", equalTo(0));
        as(READ).get(REVIEWS + "?status=approved").then().body("total", equalTo(1));
    }

    @Test
    void a_deposit_whose_review_rejects_it_is_a_draft_again_and_says_why() {
        String deposit = inReview(MAREN, "Tides");
        sync.sync();
        long review = only();
        sandbox.changeReview(review, "{\"resolution_comment\": \"The instrument is missing.\"}");

        sandbox.reject(item(deposit));
        sync.sync();
        ended.end();

        as("deposit:read")
                .get(deposit)
                .then()
                .body("state", equalTo("ready"))
                .body("problem.type", endsWith("review-rejected"))
                .body("problem.detail", containsString("The instrument is missing."))
                .body("review.status", equalTo("rejected"));
    }

    @Test
    void a_deposit_whose_review_ended_between_two_syncs_follows_its_record() throws SQLException {
        String deposit = inReview(MAREN, "Tides");
        sandbox.approve(item(deposit));
        sync.sync();
        ended.end();
        as("deposit:read").get(deposit).then().body("state", equalTo("in-review"));
        execute("update deposit set modified = modified - interval '1 hour' where state = 'in-review'");

        ended.end();

        as("deposit:read").get(deposit).then().body("state", equalTo("published"));
    }

    @Test
    void a_deposit_whose_record_is_gone_delays_no_other_and_is_left_alone_for_an_hour() {
        inReview(MAREN, "Gone");
        sync.sync();
        long gone = only();
        String deposit = inReview(MAREN, "Tides");
        sync.sync();
        sandbox.delete(
                MARENS_ACCOUNT, sandbox.accountArticles("Gone").getFirst().id());
        sandbox.changeReview(gone, "{\"status\": \"closed\"}");
        sandbox.approve(item(deposit));
        sync.sync();

        ended.end();

        as("deposit:read").get(deposit).then().body("state", equalTo("published"));
        sandbox.clearLog();
        ended.end();
        assertThat(sandbox.count(null, null)).isZero();
    }

    @Test
    void the_list_is_answered_while_figshare_is_down() {
        inReview(MAREN, "Tides");
        sync.sync();
        var down = sandbox.fault("error").status(503).start();
        try {
            as(READ).get(REVIEWS).then().statusCode(200).body("total", equalTo(1));
        } finally {
            down.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=open", "page=0", "size=101", "state=pending"})
    void wrong_and_unknown_parameters_are_refused(String query) {
        as(READ).get(REVIEWS + "?" + query).then().statusCode(400);
    }

    @Test
    void a_deposit_that_was_never_in_review_has_none() {
        sandbox.review(false);
        String path = as("deposit:any")
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"depositor\": \"" + MAREN + "\", \"metadata\": {\"title\": \"Draft\"}}")
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst("^https?://[^/]+", "");
        as("deposit:read").get(path).then().body("review", nullValue());
    }
}
