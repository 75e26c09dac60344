package io.campusfigshare.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.Contract;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees which reviews and may comment on them, and that nobody sees numbers of accounts. */
@QuarkusTest
class ReviewAccessTest extends ReviewTest {

    /** The columns: reading and commenting, for a department below Biology, and for Chemistry. */
    @ParameterizedTest
    @CsvSource({
        "none,                                            401, 401, 401, 401",
        "deposit:any,                                     403, 403, 403, 403",
        "account:read,                                    403, 403, 403, 403",
        "review:read:department:,                         403, 403, 403, 403",
        "review:comments,                                 403, 403, 403, 403",
        "review:read,                                     200, 403, 200, 403",
        "review:comment,                                  200, 201, 200, 201",
        "review:read:department:BIO,                      200, 403, 404, 403",
        "review:comment:department:bio,                   200, 201, 404, 404",
        "review:read:department:CHE,                      404, 403, 200, 403",
        "review:comment:department:NONE,                  404, 404, 404, 404",
        "review:read review:comment:department:CHE,       200, 404, 200, 201",
        "review:comment:department:BIO review:comment:department:CHE, 200, 201, 200, 201"
    })
    void a_role_is_for_all_reviews_or_for_those_of_its_departments(
            String roles, int readBelow, int commentBelow, int readChemistry, int commentChemistry) {
        long below = open(BELOW_BIOLOGY);
        long chemistry = open(CHEMISTRY);
        sync.sync();

        assertThat(List.of(
                        read(roles, below), comment(roles, below), read(roles, chemistry), comment(roles, chemistry)))
                .containsExactly(readBelow, commentBelow, readChemistry, commentChemistry);
        assertThat(with(roles).get(REVIEWS + "/" + below + "/comments").statusCode())
                .isEqualTo(readBelow);
        if (readBelow == 401 || readBelow == 403) {
            assertThat(with(roles).get(REVIEWS).statusCode()).isEqualTo(readBelow);
        } else {
            List<Integer> listed = with(roles).get(REVIEWS).path("items.id");
            assertThat(listed.contains((int) below)).isEqualTo(readBelow == 200);
            assertThat(listed.contains((int) chemistry)).isEqualTo(readChemistry == 200);
            with(roles).get(REVIEWS).then().body("total", equalTo(listed.size()));
        }
    }

    private RequestSpecification with(String roles) {
        return roles.equals("none") ? RestAssured.given().contentType("application/json") : as(roles.split(" "));
    }

    private int read(String roles, long review) {
        return with(roles).get(REVIEWS + "/" + review).statusCode();
    }

    private int comment(String roles, long review) {
        return with(roles)
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"text\": \"Seen\"}")
                .post(REVIEWS + "/" + review + "/comments")
                .statusCode();
    }

    @Test
    void a_review_of_another_department_is_like_none_and_causes_no_call() {
        long chemistry = open(CHEMISTRY);
        sync.sync();
        sandbox.clearLog();

        String ofAnother =
                as(READ + ":department:BIO").get(REVIEWS + "/" + chemistry).path("detail");
        String ofNone = as(READ + ":department:BIO").get(REVIEWS + "/1").path("detail");

        assertThat(ofAnother.replace(Long.toString(chemistry), "1")).isEqualTo(ofNone);
        assertThat(comment(COMMENT + ":department:BIO", chemistry)).isEqualTo(404);
        assertThat(sandbox.count(null, AT_FIGSHARE)).isZero();
    }

    @Test
    void answers_have_no_number_of_an_account_and_match_the_contract() throws IOException {
        long review = open("Whose?");
        sandbox.changeReview(review, "{\"assigned_to\": " + RAHELS_ACCOUNT + "}");
        sandbox.comment(review, RAHELS_ACCOUNT, "Mine");
        sync.sync();

        String list = as(READ).get(REVIEWS).asString();
        String one = as(READ).get(REVIEWS + "/" + review).asString();
        String comments = as(READ).get(REVIEWS + "/" + review + "/comments").asString();

        assertThat(list + one + comments)
                .contains("Rahel Winterbourne", "Maren Oakhurst")
                .doesNotContain(Long.toString(MARENS_ACCOUNT), Long.toString(RAHELS_ACCOUNT));
        assertThat(Contract.violations("ReviewPage", list)).isEmpty();
        assertThat(Contract.violations("Review", one)).isEmpty();
        assertThat(Contract.violations("ReviewCommentPage", comments)).isEmpty();
    }

    @Test
    void many_reviews_come_in_pages_in_the_order_of_their_age() {
        sandbox.reviews(45, "{\"group_id\": " + BIOLOGY + "}");
        sync.sync();

        List<Integer> all = as(READ).get(REVIEWS + "?size=100").path("items.id");
        List<Integer> paged = IntStream.of(1, 2, 3)
                .boxed()
                .flatMap(page ->
                        as(READ).get(REVIEWS + "?size=20&page=" + page).<List<Integer>>path("items.id").stream())
                .toList();

        assertThat(all).hasSize(45).isSorted().isEqualTo(paged);
    }
}
