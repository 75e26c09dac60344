package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.SandboxControl.Received;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trail of what was done for people: complete, not to be altered unnoticed, and silent about everything else. */
@QuarkusTest
class AuditTest extends DepositTest {

    private static final long DAGNYS_ACCOUNT = 1495611;
    private static final String DAGNYS_ADDRESS = "dsilverlock@westmark.example";
    private static final String DAGNY = "ds4711";
    private static final String TITLE = "Nocturnal luminescence of the inner fjord";
    private static final String WORDS = "Seen from the pier";
    private static final Pattern AS = Pattern.compile("impersonate\"?[=:](\\d+)");
    private static final Pattern ITEM = Pattern.compile("/v2/account/articles/(\\d+).*");

    @Inject
    Audit audit;

    @Inject
    MeterRegistry metrics;

    @TestHTTPResource(value = "/metrics", management = true)
    URI measured;

    @BeforeEach
    void asNew() {
        sandbox.reset();
        awaitDirectory();
        sandbox.changeAccount(DAGNYS_ACCOUNT, "{\"institution_user_id\": \"" + DAGNY + "\"}");
        sandbox.clearLog();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set outcome = 'done'",
                "update audit set outcome = 'done' where false",
                "delete from audit where seq = 1",
                "truncate audit",
                "truncate audit cascade"
            })
    void theDatabaseAltersAndRemovesNothing(String sql) {
        created(anybody(), deposit(DAGNY, "On record"));

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the audit trail is only ever added to");
    }

    /** Even whoever may switch off what protects it leaves a trace. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set subject = 'somebody else' where seq = $2",
                "update audit set at = at - interval '1 day' where seq = $2",
                "update audit set item = item + 1 where item is not null",
                "update audit set request = null where seq = $9",
                "update audit set outcome = 'done.' where seq = $9",
                "update audit set outcome = 'done.', digest = audit_digest(digest, audit) where seq = $9",
                "update audit set digest = '' where seq = $9",
                "update audit set seq = seq + 1000 where seq = $9",
                "delete from audit where seq = $1",
                "delete from audit where seq = $2",
                "delete from audit where seq = $9",
                "delete from audit where seq = $9; update audit_head set seq = $9 - 1",
                "delete from audit",
                "delete from audit_head",
                "delete from audit; delete from audit_head"
            })
    void whatIsAlteredOrRemovedAllTheSameIsNoticed(String tampering) throws SQLException {
        created(anybody(), deposit(DAGNY, "Tampered with"));
        audit.check();
        assertThat(broken()).isZero();
        String last = rows("select seq from audit_head").getFirst().getFirst();
        execute(
                "create table audit_before as select * from audit",
                "create table audit_head_before as select * from audit_head");
        try (LogLines log = new LogLines()) {
            withoutProtection(tampering.replace("$1", "1").replace("$2", "2").replace("$9", last));

            audit.check();

            assertThat(broken()).isPositive();
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains("audit trail"));
        } finally {
            withoutProtection(
                    "delete from audit",
                    "delete from audit_head",
                    "insert into audit select * from audit_before",
                    "insert into audit_head select * from audit_head_before",
                    "drop table audit_before",
                    "drop table audit_head_before");
        }
        audit.check();
        assertThat(broken()).isZero();
    }

    private void withoutProtection(String... statements) throws SQLException {
        execute("alter table audit disable trigger user");
        try {
            execute(statements);
        } finally {
            execute("alter table audit enable trigger user");
        }
    }

    private long broken() {
        return audit.broken();
    }

    @Test
    void everyCallAsSomebodyIsOnRecordOnce() {
        long before = last();

        life(this::anybody);

        List<Tuple> made = sandbox.received(null, "/v2/account/.*").stream()
                .filter(sent -> as(sent) != null)
                .map(sent -> tuple(as(sent), item(sent)))
                .toList();
        List<List<String>> rows = rows(
                "select account, case when action <> 'create' then item end, outcome, campus, request, action from audit"
                        + " where seq > " + before + " order by seq");
        assertThat(rows.stream().map(row -> tuple(row.get(0), row.get(1))).toList())
                .isEqualTo(made)
                .hasSizeGreaterThan(20);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get(2)).isIn("done", "not-found"); // The latter of what has been deleted.
            assertThat(row.get(3)).isEqualTo(DAGNY);
            assertThat(row.get(4)).isNotEqualTo("null");
        });
        List<String> actions = rows.stream().map(row -> row.get(5)).toList();
        assertThat(actions).containsOnlyOnce("create", "edit", "publish", "embargo", "unpublish", "delete");
    }

    @Test
    void whatSomebodyMayChooseFromIsAskedAsThemToo() {
        // The only one of a new department: nothing of it is kept yet.
        String yrsa = "yk4712";
        sandbox.changeAccount(1495612, "{\"institution_user_id\": \"yk4712\", \"group_id\": 4299}");

        created(anybody(), deposit(yrsa, "Of another department"));

        for (String choice : List.of("licenses", "categories")) {
            assertThat(sandbox.received("GET", "/v2/account/" + choice))
                    .extracting(AuditTest::as)
                    .containsExactly("1495612");
            assertThat(rows("select campus from audit where action = 'list " + choice + "' and account = 1495612"))
                    .contains(List.of(yrsa));
        }
    }

    /** A call that fails, or whose outcome nobody knows, is one all the same. */
    @Test
    void whatWasRefusedOrLostIsOnRecordToo() {
        String path = created(anybody(), deposit(DAGNY, "Refused and lost"));
        sandbox.fault("error").status(422).method("PATCH").times(1).start();
        edit(anybody(), path, "{\"title\": \"Refused\"}")
                .then()
                .statusCode(422)
                .body("type", endsWith(":figshare-refused-deposit"));
        sandbox.fault("error").status(500).method("PATCH").start();
        edit(anybody(), path, "{\"title\": \"Lost\"}").then().statusCode(502);

        anybody()
                .get(path + "/events")
                .then()
                .body("items.findAll { it.action == 'edit' }.outcome", equalTo(List.of("figshare-refused", "unknown")));
    }

    /** Neither in answers, nor in lines of the log, nor in metrics, whatever goes wrong; and the trail holds no contents. */
    @Test
    void whatIsNobodysBusinessGetsNowhere() throws SQLException {
        long before = last();
        JwtClaims claims = claims("service-account", "deposit:any");
        var answers = new StringBuffer();
        var links = new ArrayList<String>();
        Filter overhearing = (asked, wanted, chain) -> {
            Response answer = chain.next(asked, wanted);
            if (asked.getMethod().equals("POST") && asked.getURI().endsWith("/private-links")) {
                links.add(answer.path("url"));
            } else {
                answers.append(answer.getStatusLine())
                        .append(answer.getHeaders())
                        .append(answer.asString());
            }
            return answer;
        };
        Supplier<RequestSpecification> who = () -> with(claims).filter(overhearing);
        String log;
        try (LogLines lines = new LogLines()) {
            String path = life(who);
            who.get().get(path).then().statusCode(410);
            goWrong(who);
            log = lines.text();
        }
        String metrics = RestAssured.get(measured).asString();
        String trail =
                rows("select audit::text from audit where seq > " + before).toString();

        assertThat(links).hasSize(1);
        String secretOfTheLink = links.getFirst().substring(links.getFirst().lastIndexOf('/') + 1);
        for (String overheard : List.of(answers.toString(), log, metrics)) {
            assertThat(overheard)
                    .isNotEmpty()
                    .doesNotContainPattern("\\b(%d|%d)\\b".formatted(DAGNYS_ACCOUNT, MARENS_ACCOUNT))
                    .doesNotContainIgnoringCase("impersonate=", "token sandbox", "/s/", "/upload/");
        }
        for (String overheard : List.of(answers.toString(), log, metrics, trail)) {
            assertThat(overheard)
                    .doesNotContain(secretOfTheLink, DAGNYS_ADDRESS, "dsilverlock")
                    .doesNotContain(issuer.sign(claims).split("\\.")[0]);
        }
        for (String overheard : List.of(log, metrics, trail)) {
            assertThat(overheard).doesNotContain(TITLE, WORDS, "Measured", "Gauge", "310301", "CC-BY");
        }
        assertThat(log).contains("audit action=create", "for=" + DAGNY);
    }

    private void goWrong(Supplier<RequestSpecification> who) {
        String path = created(who.get(), deposit(DAGNY, TITLE));
        for (String fault : List.of("hang", "reset", "error", "html", "truncate", "waf-challenge")) {
            sandbox.fault(fault).method("PATCH").times(1).start();
            edit(who.get(), path, "{\"description\": \"" + WORDS + ", " + fault + "\"}");
        }
        sandbox.fault("error").status(422).method("PATCH").times(1).start();
        edit(who.get(), path, "{\"title\": \"" + TITLE + "\"}").then().statusCode(422);
        sandbox.fault("impersonate-ignored")
                .on(ARTICLES)
                .method("POST")
                .times(1)
                .start();
        create(who.get(), deposit(DAGNY, TITLE)).then().statusCode(502);
        edit(who.get(), path, "{\"title\": 1, \"colour\": \"" + WORDS + "\"}")
                .then()
                .statusCode(422);
        create(who.get(), adoption(MAREN, 1)).then().statusCode(404);
        create(who.get(), deposit("lharkaway@westmark.example", TITLE)).then().statusCode(503);
        list(who.get(), "nobody-at-all").then().statusCode(422);
        sandbox.fault("error").on(ARTICLES + ".*").times(20).start();
        who.get().get(path);
        sandbox.clearFaults();
    }

    /** From draft to deletion with everything in between; the path of what was. */
    private static String life(Supplier<RequestSpecification> who) {
        list(who.get(), DAGNY).then().statusCode(200);
        String path = created(who.get(), deposit(DAGNY, TITLE));
        who.get().get(path).then().statusCode(200);
        edit(who.get(), path, "{\"description\": \"<p>" + WORDS + "</p>\"}")
                .then()
                .statusCode(200);
        who.get().post(path + "/doi").then().statusCode(200);
        who.get()
                .body("{\"until\": \"2090-01-01\", \"scope\": \"file\", \"reason\": \"" + WORDS + "\"}")
                .put(path + "/embargo")
                .then()
                .statusCode(200);
        who.get().delete(path + "/embargo").then().statusCode(200);
        String link = who.get()
                .post(path + "/private-links")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        who.get().get(path + "/private-links").then().statusCode(200);
        who.get().delete(path + "/private-links/" + link).then().statusCode(204);
        publish(who.get(), path).then().statusCode(200).body("state", equalTo("published"));
        who.get().get(path + "/events?size=1000").then().statusCode(200);
        who.get()
                .queryParam("reason", "Withdrawn")
                .delete(path + "/publication")
                .then()
                .statusCode(200);
        who.get().delete(path).then().statusCode(204);
        return path;
    }

    private long last() {
        return Long.parseLong(rows("select seq from audit_head").getFirst().getFirst());
    }

    /** As whom; null for the administrator. */
    private static @Nullable String as(Received sent) {
        Matcher found = AS.matcher(sent.query() + " " + sent.body());
        return found.find() ? found.group(1) : null;
    }

    private static String item(Received sent) {
        Matcher found = ITEM.matcher(sent.path());
        return found.matches() ? found.group(1) : "null";
    }
}
