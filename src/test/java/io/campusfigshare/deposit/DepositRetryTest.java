package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Temporary refusals are retried under the same Idempotency-Key, final ones end it. */
@QuarkusTest
class DepositRetryTest extends DraftTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/account/articles, 400",
        "GET, /v2/account/articles/\\d+, 422",
        "PATCH, /v2/account/articles/\\d+, 400",
        "PATCH, /v2/account/articles/\\d+, 403",
    })
    void a_refusal_of_another_call_keeps_the_key(String method, String path, int status) {
        sandbox.fault("lost-answer").on(ARTICLES).method("POST").times(1).start();
        sandbox.fault("error").status(status).on(path).method(method).times(1).start();

        Response created = untilCreated("Refused by the way");

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(keywords(created)).containsExactly("tides");
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "409"})
    void a_temporary_answer_keeps_the_key(int status) {
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

        assertThat(draftsAfter(created)).hasSize(1);
        created.then().body("id", equalTo(id)).body("problem", nullValue());
    }

    @Test
    void a_refused_create_can_be_retried_by_request() {
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

        anybody().post(url + "/retry").then().statusCode(200).body("state", equalTo("ready"));
        assertThat(draftsAfter(create("Tried again by hand"))).hasSize(1);
    }

    @Test
    void a_create_that_is_refused_for_a_day_fails_and_the_key_can_start_again() {
        sandbox.fault("error").status(403).on(ARTICLES).method("POST").times(2).start();
        create("After a day").then().statusCode(503);
        run("update deposit set failing = failing - interval '25 hours' where state = 'accepted'");
        soon().untilAsserted(() -> {
            recoveries.now();
            assertThat(rows("select state from deposit where asked like '%After a day%'"))
                    .isEqualTo(List.of(List.of("failed")));
        });

        assertThat(draftsAfter(create("After a day"))).hasSize(1);
    }

    @Test
    void an_invalid_create_ends_the_key() {
        sandbox.fault("error").status(422).on(ARTICLES).method("POST").times(1).start();

        create("Not taken").then().statusCode(422).body("type", endsWith(":figshare-refused-deposit"));
        create("Not taken").then().statusCode(422).body("type", endsWith(":figshare-refused-deposit"));

        assertThat(sentCreates("Not taken")).hasSize(1);
    }
}
