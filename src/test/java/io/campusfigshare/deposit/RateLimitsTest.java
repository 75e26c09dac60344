package io.campusfigshare.deposit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.Settings;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the rate limits and the read-only door, and that public requests are not affected. */
@QuarkusTest
@WithTestResource(
        value = Settings.class,
        initArgs = {
            @ResourceArg(name = "campus.deposits.requests-per-minute", value = "5"),
            @ResourceArg(name = "campus.deposits.refused-per-minute", value = "3"),
            @ResourceArg(name = "campus.deposits.client-requests-per-minute", value = "12"),
            @ResourceArg(name = "campus.deposits.read-only", value = "true")
        })
class RateLimitsTest extends DepositTest {

    private static final List<String> PUBLIC =
            List.of("/v1/items/2000003", "/v1/items?q=fjord", "/v1/people", "/v1/departments/BIO", "/v1/changes");

    private static final String POLICY = "\"caller\";q=5;w=60, \"refused\";q=3;w=60";

    @Inject
    DepositRecovery recovery;

    @BeforeEach
    void resetSandbox() {
        awaitDirectory();
        soon().until(() -> get("/v1/items/2000003").statusCode() == 200);
        sandbox.clearLog();
    }

    @Test
    void answersHaveRateLimitFields() {
        JwtClaims caller = claims(MAREN, "deposit:read");
        for (int left = 4; left >= 0; left--) {
            list(with(caller), MAREN)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", equalTo(POLICY))
                    .header("RateLimit", matchesPattern(figures(String.valueOf(left), "3")));
        }
        int asked = sandbox.count(null, ARTICLES);

        for (int i = 0; i < 3; i++) {
            list(with(caller), MAREN)
                    .then()
                    .statusCode(429)
                    .contentType("application/problem+json")
                    .header("Retry-After", matchesPattern("[1-9]|1[0-2]"))
                    .header("RateLimit-Policy", equalTo(POLICY))
                    .header("RateLimit", matchesPattern(figures("0", "3")))
                    .header("Cache-Control", equalTo("no-store"))
                    .body("type", endsWith(":too-many-requests"))
                    .body("detail", startsWith("You may send 5 requests a minute"));
        }
        assertThat(asked).isEqualTo(5);
        assertThat(sandbox.count(null, ARTICLES)).isEqualTo(asked);
    }

    /**
     * A limit is for a subject with a client: neither for other subjects of the client nor for the subject with another
     * client.
     */
    @Test
    void aLimitIsPerSubjectAndClient() {
        JwtClaims caller = exhausted();

        list(with(atTheSameClient(caller, TOBIAS)), TOBIAS)
                .then()
                .statusCode(200)
                .header("RateLimit", matchesPattern(figures("4", "3")));
        list(as(MAREN, "deposit:self"), MAREN)
                .then()
                .statusCode(200)
                .header("RateLimit", matchesPattern(figures("4", "3")));
        list(with(caller), MAREN).then().statusCode(429);
    }

    /** Refused requests of a caller do not reduce the limits of the other callers of the client. */
    @Test
    void refusedRequestsAreCountedSeparately() {
        JwtClaims guesser = claims(TOBIAS, "deposit:self");
        for (int left = 2; left >= 0; left--) {
            list(with(guesser), MAREN)
                    .then()
                    .statusCode(403)
                    .header("RateLimit-Policy", equalTo(POLICY))
                    .header("RateLimit", matchesPattern(figures("5", String.valueOf(left))));
        }
        sandbox.clearLog();
        for (int i = 0; i < 20; i++) {
            list(with(guesser), MAREN)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", matchesPattern("[1-9]|1\\d|20"))
                    .body("detail", startsWith("3 requests of yours a minute may be refused"));
        }
        list(with(guesser), TOBIAS).then().statusCode(429);
        assertThat(sandbox.count(null, "/v2/account/institution/accounts.*")).isZero();

        for (String other : List.of("a", "b")) {
            IntStream.range(0, 5)
                    .forEach(i -> list(with(atTheSameClient(guesser, MAREN, other)), MAREN)
                            .then()
                            .statusCode(200));
        }
    }

    /** Requests without a role, and invalid requests, count as refused. */
    @Test
    void everyRefusalCounts() {
        JwtClaims stranger = claims(MAREN, "staff");
        IntStream.range(0, 3).forEach(i -> list(with(stranger), MAREN).then().statusCode(403));
        list(with(stranger), MAREN).then().statusCode(429);

        JwtClaims office = claims("office", "deposit:any");
        IntStream.range(0, 3)
                .forEach(i -> list(with(office), "nobody-" + i).then().statusCode(422));
        list(with(office), MAREN).then().statusCode(429);
    }

    @Test
    void allCallersOfAClientShareALimit() {
        JwtClaims first = claims(MAREN, "deposit:read");
        Instant begun = Instant.now();
        List<Response> answers = IntStream.range(0, 24)
                .mapToObj(i -> list(with(atTheSameClient(first, MAREN, "person-" + i % 6)), MAREN))
                .toList();

        int refilled = (int) Duration.between(begun, Instant.now()).dividedBy(Duration.ofSeconds(5));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200).count())
                .isBetween(12L, 12L + refilled);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .isNotEmpty()
                .allSatisfy(answer -> answer.then()
                        .header("Retry-After", matchesPattern("[1-5]"))
                        .header("RateLimit-Policy", equalTo(POLICY))
                        .header("RateLimit", matchesPattern(figures("[1-3]", "3")))
                        .body("detail", startsWith("All callers of this client together may send 12 requests")));
    }

    @Test
    void publicRequestsAreNotLimited() {
        JwtClaims client = exhausted();

        for (String path : PUBLIC) {
            get(path).then().statusCode(200).header("RateLimit", nullValue());
            with(client).get(path).then().statusCode(200).header("RateLimit", nullValue());
        }
        list(with(client), MAREN).then().statusCode(429);
    }

    @Test
    void publicRequestsWorkWithoutATokenProvider() {
        String ofANewKey =
                issuer.sign(claims(MAREN, "deposit:any"), signature -> signature.setKeyIdHeaderValue("not-yet-known"));
        for (Runnable trouble : List.<Runnable>of(issuer::hang, issuer::down)) {
            trouble.run();
            try {
                for (String path : PUBLIC) {
                    get(path).then().statusCode(200);
                    given().urlEncodingEnabled(false)
                            .auth()
                            .oauth2(ofANewKey)
                            .get(path)
                            .then()
                            .statusCode(200);
                }
                given().auth().oauth2(ofANewKey).get("/v1/deposits").then().statusCode(oneOf(401, 503));
            } finally {
                issuer.down();
                issuer.up();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, ''",
        "PATCH, /ID",
        "DELETE, /ID",
        "POST, /ID/publication",
        "DELETE, /ID/publication",
        "POST, /ID/doi",
        "PUT, /ID/embargo",
        "DELETE, /ID/embargo",
        "POST, /ID/private-links",
        "DELETE, /ID/private-links/0",
        "PUT, /ID/files/data.csv",
        "DELETE, /ID/files/data.csv"
    })
    void writesAreRefusedWithRetryAfter(String method, String path) throws SQLException {
        String id = waiting();

        Response answer = keyed(anybody()).body("{}").request(method, "/v1/deposits" + path.replace("ID", id));

        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("300"))
                .header("Cache-Control", equalTo("no-store"))
                .body("type", endsWith(":read-only"));
        assertThat(sandbox.count(null, ARTICLES + ".*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/deposits;a=b", "/v1;a=b/deposits", "/v1/./deposits", "/v1//deposits", "/v1/%64eposits"})
    void noNotationOfThePathEvadesTheDoor(String path) {
        keyed(anybody())
                .body(deposit(MAREN, "Around the corner"))
                .post(path)
                .then()
                .statusCode(oneOf(404, 503));

        assertThat(rows("select id from deposit where asked like '%Around the corner%'"))
                .isEmpty();
    }

    @Test
    void readsAreAnswered() throws SQLException {
        String id = waiting();

        list(anybody(), MAREN).then().statusCode(200);
        anybody().get("/v1/deposits/" + id).then().statusCode(200).body("state", equalTo("accepted"));
        anybody().get("/v1/deposits/" + id + "/events").then().statusCode(200);
        anybody().head("/v1/deposits/" + id).then().statusCode(200);
        anybody().get("/v1/deposits/" + UUID.randomUUID()).then().statusCode(404);
        given().get("/v1/deposits").then().statusCode(401);
    }

    @Test
    void acceptedDepositsWait() throws SQLException {
        String id = waiting();

        recovery.continueDue();
        recovery.continueDue();

        assertThat(rows("select state, holder, intended, tries from deposit where id = '" + id + "'"))
                .containsExactly(List.of("accepted", "null", "null", "0"));
        assertThat(sandbox.count(null, ARTICLES + ".*")).isZero();
    }

    /** Creates a deposit that was accepted before the door became read-only, and returns its id. */
    private String waiting() throws SQLException {
        String id = UUID.randomUUID().toString();
        execute("insert into deposit (id, client, subject, campus, account, state, asked, publish, due) values ('" + id
                + "', 'thesis-system', 'somebody', '" + MAREN + "', " + MARENS_ACCOUNT
                + ", 'accepted', '{\"title\": \"Waits\"}', false, now())");
        return id;
    }

    private static String figures(String left, String refusalsLeft) {
        return "\"caller\";r=" + left + ";t=\\d+, \"refused\";r=" + refusalsLeft + ";t=\\d+";
    }

    private JwtClaims atTheSameClient(JwtClaims caller, String campusId) {
        return atTheSameClient(caller, campusId, "subject-of-" + campusId);
    }

    private JwtClaims atTheSameClient(JwtClaims caller, String campusId, String subject) {
        JwtClaims other = claims(campusId, "deposit:self");
        other.setStringClaim("azp", caller.getClaimValueAsString("azp"));
        other.setSubject(subject);
        return other;
    }

    private JwtClaims exhausted() {
        JwtClaims client = claims(MAREN, "deposit:read");
        IntStream.range(0, 5).forEach(i -> list(with(client), MAREN).then().statusCode(200));
        list(with(client), MAREN).then().statusCode(429);
        return client;
    }
}
