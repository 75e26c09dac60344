package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A publication is sent once, and retried only if it had no effect. */
@QuarkusTest
class PublicationRetryTest extends DraftTest {

    @Test
    void a_publication_that_shows_late_is_sent_once() {
        String path = created(anybody(), deposit(MAREN, "Published, and shown late"));
        sandbox.fault("publication-unshown").start();
        int before = sandbox.count("GET", ARTICLES + "/\\d+");
        publish(anybody().header("Prefer", "respond-async"), path).then().statusCode(202);
        soon().until(() -> sandbox.count("POST", ARTICLES + "/\\d+/publish") == 1);
        // Older than any call can be.
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
    void a_publication_that_was_refused_but_made_is_not_repeated() {
        String path = created(anybody(), deposit(MAREN, "Refused and published"));
        sandbox.fault("error-after")
                .status(409)
                .on(ARTICLES + "/\\d+/publish")
                .times(1)
                .start();
        String again = UUID.randomUUID().toString();
        sameClient()
                .header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(503);

        sameClient()
                .header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("published"));

        assertThat(sandbox.accountArticles("Refused and published").getFirst().publishedVersions())
                .isEqualTo(1);
    }

    @Test
    void a_briefly_refused_publication_continues() {
        String path = created(anybody(), deposit(MAREN, "Published at last"));
        sandbox.fault("error")
                .status(409)
                .on(ARTICLES + "/\\d+/publish")
                .times(1)
                .start();
        String again = UUID.randomUUID().toString();

        sameClient()
                .header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(503);
        anybody().get(path).then().body("state", equalTo("ready")).body("problem.status", equalTo(422));
        edit(anybody(), path, "{\"description\": \"Edited while it waits\"}")
                .then()
                .statusCode(200);

        sameClient()
                .header("Idempotency-Key", again)
                .post(path + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("published"));
        assertThat(sandbox.accountArticles("Published at last").getFirst().publishedVersions())
                .isEqualTo(1);
    }

    @Test
    void a_refused_publication_is_retried_without_a_request() {
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
}
