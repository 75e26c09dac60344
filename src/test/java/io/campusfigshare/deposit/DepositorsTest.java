package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which depositors are refused, and how often Figshare is asked for them. */
@QuarkusTest
class DepositorsTest extends DepositTest {

    private static final String PEOPLE = "/v2/account/institution/accounts.*";
    private static final String SUNNIVA = "sthackwell@westmark.example";
    private static final long SUNNIVAS_ACCOUNT = 1495605;
    private static final long PIETS_ACCOUNT = 1495606;
    private static final String LEOPOLD = "lharkaway@westmark.example"; // Figshare permits nobody to act for him.

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        awaitDirectory();
        sandbox.clearLog();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody-at-all, unknown-depositor",
        "nobody-at-all@westmark.example, unknown-depositor",
        "0009-0099-0042-9999, unknown-depositor",
        "gostrander@westmark.example, inactive-depositor",
        "0009-0099-0042-0077, inactive-depositor",
        "0009-0099-0042-0085, ambiguous-depositor",
        "https://orcid.org/0009-0099-0042-0085, ambiguous-depositor"
    })
    void anInvalidDepositorIsRefusedWithTheReason(String depositor, String type) {
        for (Response answer :
                new Response[] {create(anybody(), deposit(depositor, "For whom?")), list(anybody(), depositor)}) {
            answer.then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("type", endsWith(":" + type))
                    .body("detail", containsString(depositor));
        }
        assertThat(sandbox.count(null, ARTICLES + ".*")).isZero();
    }

    /** As of somebody who left and came back. */
    @Test
    void anAccountThatIsNotActiveMakesNoOrcidAmbiguous() {
        sandbox.changeAccount(SUNNIVAS_ACCOUNT, "{\"orcid_id\": \"0009-0099-0042-0018\", \"active\": 0}");
        syncs.people();

        list(anybody(), "0009-0099-0042-0018").then().statusCode(200);

        sandbox.reset();
        syncs.people();
    }

    @Test
    void aSharedAddressIsAmbiguous() {
        sandbox.changeAccount(SUNNIVAS_ACCOUNT, "{\"email\": \"both@westmark.example\"}");
        sandbox.changeAccount(PIETS_ACCOUNT, "{\"email\": \"both@westmark.example\"}");

        create(anybody(), deposit("both@westmark.example", "For which?"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":ambiguous-depositor"));
    }

    @Test
    void aSharedCampusIdIsAmbiguous() {
        sandbox.changeAccount(SUNNIVAS_ACCOUNT, "{\"institution_user_id\": \"twice\"}");
        sandbox.changeAccount(PIETS_ACCOUNT, "{\"institution_user_id\": \"twice\"}");

        create(anybody(), deposit("twice", "For which?"))
                .then()
                .statusCode(422)
                .body("type", endsWith(":ambiguous-depositor"));
    }

    /** Notations of active: that of the specification, that of real answers, and both with other types. */
    @ParameterizedTest
    @CsvSource({
        "1, 200",
        "true, 200",
        "\"1\", 200",
        "\"true\", 200",
        "0, 422",
        "false, 422",
        "\"0\", 422",
        "\"false\", 422"
    })
    void allNotationsOfActiveAreRead(String active, int status) {
        String campusId = UUID.randomUUID().toString();
        sandbox.changeAccount(
                PIETS_ACCOUNT, "{\"institution_user_id\": \"%s\", \"active\": %s}".formatted(campusId, active));

        Response answer = list(anybody(), campusId);

        answer.then().statusCode(status);
        if (status == 422) {
            answer.then().body("type", endsWith(":inactive-depositor"));
        }
    }

    @Test
    void numbersMayBeStrings() {
        sandbox.changeAccount(PIETS_ACCOUNT, "{\"institution_user_id\": \"pl1\"}");
        sandbox.fault("odd-types").on("/v2/account/.*").start();

        create(anybody(), deposit("pl1", "With odd types")).then().statusCode(201);
        assertThat(sandbox.accountArticles("With odd types"))
                .singleElement()
                .satisfies(draft -> assertThat(draft.account()).isEqualTo(PIETS_ACCOUNT));
    }

    /** Figshare does not document whether it lists inactive accounts by default. */
    @Test
    void anInactiveAccountIsFoundIfOnlyActiveOnesAreListed() {
        sandbox.changeAccount(PIETS_ACCOUNT, "{\"institution_user_id\": \"pl2\", \"active\": 0}");
        sandbox.fault("empty-list")
                .on("/v2/account/institution/accounts")
                .times(1)
                .start();

        soon().untilAsserted(() -> {
            sandbox.clearLog();
            list(anybody(), "pl2").then().statusCode(422).body("type", endsWith(":inactive-depositor"));
        });
    }

    @Test
    void aFoundPersonIsCached() {
        sandbox.changeAccount(SUNNIVAS_ACCOUNT, "{\"institution_user_id\": \"st5\"}");

        list(anybody(), "st5").then().statusCode(200);
        long first = asked("st5");
        list(anybody(), "st5").then().statusCode(200);
        create(anybody(), deposit("st5", "Known by now")).then().statusCode(201);

        assertThat(first).isEqualTo(1);
        assertThat(asked("st5")).isEqualTo(first);
        assertThat(sandbox.received("GET", PEOPLE))
                .filteredOn(sent -> sent.path().endsWith("/" + SUNNIVAS_ACCOUNT))
                .hasSize(1);
    }

    @Test
    void anUnknownPersonIsCachedBriefly() {
        for (int i = 0; i < 3; i++) {
            list(anybody(), "st6").then().statusCode(422);
        }

        assertThat(asked("st6")).isEqualTo(2); // One call for active accounts, one for inactive ones.
    }

    private long asked(String campusId) {
        return sandbox.received("GET", PEOPLE).stream()
                .filter(sent -> sent.query().contains("institution_user_id=" + campusId))
                .count();
    }

    @Test
    void aFailureIsNotCached() {
        sandbox.changeAccount(SUNNIVAS_ACCOUNT, "{\"institution_user_id\": \"st7\"}");
        var fault = sandbox.fault("error").on(PEOPLE).start();
        list(anybody(), "st7").then().statusCode(oneOf(502, 503));
        fault.stop();

        soon().until(() -> list(anybody(), "st7").statusCode() == 200);
    }

    @Test
    void aRefusedImpersonationQuotesFigshare() {
        // Licences and categories are asked for on behalf of the first depositor of his group, and cached.
        create(anybody(), deposit("iquillfeather@westmark.example", "First"))
                .then()
                .statusCode(201);
        // Figshare may permit it later.
        create(anybody(), deposit(LEOPOLD, "Not for him"))
                .then()
                .statusCode(503)
                .body("type", endsWith(":deposit-in-progress"))
                .body("detail", containsString("not allowed to impersonate"));
        for (Response answer :
                new Response[] {create(anybody(), adoption(LEOPOLD, 2000003)), list(anybody(), LEOPOLD)}) {
            answer.then()
                    .statusCode(422)
                    .body("type", endsWith(":refused-depositor"))
                    .body("detail", containsString("not allowed to impersonate"));
        }
        assertThat(sandbox.accountArticles("Not for him")).isEmpty();
    }

    @Test
    void aRefusedPublicationQuotesFigshare() {
        String aldo = "abrackenridge@westmark.example"; // He has no ORCID iD.
        String path = created(anybody(), plain(aldo, "For reviewers"));

        anybody()
                .post(path + "/private-links")
                .then()
                .statusCode(422)
                .body("type", endsWith(":refused-depositor"))
                .body("detail", equalTo("Figshare says: The account has no ORCID linked."));
    }

    /** A token expires or is revoked. Accepted deposits wait for a new one. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRejectedTokenIsNotReportedAsARefusalOfThePerson(int status) throws SQLException {
        list(anybody(), MAREN).then().statusCode(200);
        String title = "While the token is " + status;
        String key = UUID.randomUUID().toString();
        var fault = sandbox.fault("error").status(status).on("/v2/account.*").start();

        for (String depositor : new String[] {MAREN, "not-yet-known-" + status}) {
            list(anybody(), depositor)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", matchesPattern("[1-9]\\d*"))
                    .body("type", endsWith(":figshare-token"));
        }
        var claims = claims("service-account", "deposit:any");
        String body = plain(MAREN, title);
        with(claims)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(503);
        fault.stop();
        execute("update deposit set due = now() where state = 'accepted'");

        soon().untilAsserted(() -> with(claims)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(201));
        assertThat(sandbox.accountArticles(title)).hasSize(1);
        assertThat(sandbox.received("POST", ARTICLES))
                .filteredOn(sent -> sent.body().contains(title))
                .hasSize(2);
    }

    /** Returns a deposit without values from vocabularies. */
    private static String plain(String depositor, String title) {
        return "{\"depositor\": \"%s\", \"metadata\": {\"title\": \"%s\"}}".formatted(depositor, title);
    }
}
