package io.campusfigshare.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment is written once for each Idempotency-Key, whatever becomes of the answer. */
@QuarkusTest
class ReviewCommentTest extends ReviewTest {

    private static final String COMMENTS = "/v2/account/institution/review/\\d+/comments";
    private static final String ONCE = "Please add a README.";

    private long review;
    private String token = "";

    @BeforeEach
    void oneReview() {
        review = open(BIOLOGY);
        sync.sync();
        token = issuer.sign(issuer.claims("staff-" + UUID.randomUUID(), COMMENT));
    }

    private RequestSpecification keyed(String key) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .header("Idempotency-Key", key);
    }

    private Response comment(String key, String text) {
        return keyed(key).body(new JsonObject().put("text", text).encode()).post(REVIEWS + "/" + review + "/comments");
    }

    private int sent() {
        return sandbox.count("POST", COMMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "error-after"})
    void a_comment_whose_answer_was_lost_is_found_by_a_repetition(String fault) {
        sandbox.fault(fault).method("POST").on(COMMENTS).times(1).start();
        assertThat(comment("a", ONCE).statusCode()).isGreaterThanOrEqualTo(500);

        comment("a", ONCE).then().statusCode(201).body("items.text", contains(ONCE));
        comment("a", ONCE).then().statusCode(201).body("total", equalTo(1));
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void a_comment_that_figshare_writes_late_is_not_sent_again() {
        sandbox.fault("done-later")
                .method("POST")
                .on(COMMENTS)
                .delay(Duration.ofSeconds(2))
                .times(1)
                .start();
        assertThat(comment("a", ONCE).statusCode()).isGreaterThanOrEqualTo(500);

        comment("a", ONCE).then().statusCode(502).body("type", endsWith("comment-unknown"));
        soon().until(() -> comment("a", ONCE).statusCode() == 201);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void the_same_text_under_another_key_is_another_comment() {
        comment("a", ONCE).then().statusCode(201);
        sandbox.fault("reset").method("POST").on(COMMENTS).times(1).start();
        assertThat(comment("b", ONCE).statusCode()).isGreaterThanOrEqualTo(500);

        comment("b", ONCE).then().statusCode(502).body("type", endsWith("comment-unknown"));
        comment("c", ONCE).then().statusCode(201).body("total", equalTo(2));
        comment("b", ONCE).then().statusCode(502);
        comment("c", ONCE).then().statusCode(201).body("total", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "error"})
    void a_comment_that_figshare_refuses_may_be_repeated(String fault) {
        sandbox.fault(fault).status(400).method("POST").on(COMMENTS).times(1).start();
        assertThat(comment("a", ONCE).statusCode()).isGreaterThanOrEqualTo(500);

        comment("a", ONCE).then().statusCode(201).body("total", equalTo(1));
    }

    @Test
    void requests_with_one_key_at_once_send_one_comment() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> request = () -> comment("a", ONCE).statusCode();
            for (Future<Integer> answer : threads.invokeAll(List.of(request, request, request, request))) {
                assertThat(answer.get()).isIn(201, 409);
            }
        }
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void a_comment_is_shown_with_its_review() {
        comment("a", ONCE).then().statusCode(201).body("items[0].type", equalTo("comment"));

        as(READ).get(REVIEWS + "/" + review)
                .then()
                .body("comments", equalTo(1))
                .body("discussion.text", contains(ONCE));
    }

    @Test
    void a_comment_of_2000_characters_is_the_longest() {
        comment("a", "x".repeat(2_001)).then().statusCode(422);
        assertThat(sent()).isZero();
        comment("a", "x".repeat(2_000)).then().statusCode(201);
    }
}
