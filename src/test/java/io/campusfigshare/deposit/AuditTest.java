package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.audit.AuditChain;
import io.campusfigshare.audit.AuditKeys;
import io.campusfigshare.catalogue.database.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/** Tests that the audit trail is complete, that tampering is detected, and that it has no secrets or contents. */
@QuarkusTest
class AuditTest extends DepositTest {

    private static final long DAGNYS_ACCOUNT = 1495611;
    private static final String DAGNYS_ADDRESS = "dsilverlock@westmark.example";
    private static final String DAGNY = "ds4711";
    private static final String TITLE = "Nocturnal luminescence of the inner fjord";
    private static final String WORDS = "Seen from the pier";
    private static final Pattern AS = Pattern.compile("impersonate\"?[=:](\\d+)");
    private static final Pattern ITEM = Pattern.compile("/v2/account/articles/(\\d+).*");

    /** Recomputes the numbers and digests of all rows, and the head. */
    private static final String ANEW = """
            do $$
            declare
                entry audit;
                last bytea := '';
                number bigint := 0;
            begin
                for entry in select * from audit order by seq loop
                    number := number + 1;
                    update audit set seq = number where seq = entry.seq;
                    entry.seq := number;
                    last := audit_digest(last, entry);
                    update audit set digest = last where seq = number;
                end loop;
                update audit_head set seq = number, digest = last;
            end
            $$
            """;

    @Inject
    AuditChain chain;

    @Inject
    Database data;

    @Inject
    SecuredDoor door;

    @Inject
    AuditKeys keys;

    @TestHTTPResource(value = "/metrics", management = true)
    URI measured;

    @TestHTTPResource(value = "/audit-anchor", management = true)
    URI anchored;

    @BeforeEach
    void resetSandbox() {
        sandbox.reset();
        awaitDirectory();
        sandbox.changeAccount(DAGNYS_ACCOUNT, "{\"institution_user_id\": \"" + DAGNY + "\"}");
        sandbox.clearLog();
    }

    /** With the service's own database user. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set outcome = 'done'",
                "delete from audit",
                "truncate audit",
                "drop table audit",
                "alter table audit disable trigger user",
                "drop trigger audit_kept on audit",
                "create or replace function chain_audit() returns trigger language sql as ''",
                "create or replace function audit_digest(bytea, audit) returns bytea language sql as 'select null::bytea'",
                "update audit_head set seq = 0, digest = ''",
                "insert into audit_head values (false, 0, '')",
                "delete from audit_head",
                "update audit_anchor set mac = null",
                "delete from audit_anchor",
                "truncate audit_anchor",
                "delete from flyway_schema_history"
            })
    void theServiceCannotChangeOrDeleteEntries(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    /** A new row gets the next number and the current time, whatever values are given. */
    @Test
    void theServiceCannotInsertBetweenEntries() throws SQLException {
        created(anybody(), deposit(DAGNY, "Before"));
        long before = last();

        execute("insert into audit (seq, at, client, subject, campus, account, action, outcome, digest)"
                + " values (1, 'epoch', 'somebody', 'somebody', 'id1', 1, 'create', 'done', '')");

        assertThat(
                        rows(
                                "select seq, at > clock_timestamp() - interval '1 minute' from audit where client = 'somebody'"))
                .containsExactly(List.of(Long.toString(before + 1), "t"));
        chain.check();
        assertThat(chain.broken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set outcome = 'done'",
                "update audit set outcome = 'done' where false",
                "delete from audit where seq = 1",
                "truncate audit",
                "truncate audit cascade",
                "delete from audit_anchor where false"
            })
    void theOwnerCannotChangeOrDeleteEntriesByMistake(String sql) {
        assertThatThrownBy(() -> executeAsOwner(sql)).hasMessageContaining("the audit trail is only ever added to");
    }

    /** The owner of the tables can disable their protection and recompute the chain, but the anchors reveal it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set subject = 'somebody else' where seq = $2",
                "update audit set at = at - interval '1 day' where seq = $2",
                "update audit set item = item + 1 where item is not null",
                "update audit set item = 0 where item is null",
                "update audit set intent = null where intent is not null",
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
                "delete from audit; delete from audit_head",
                // With a recomputed, consistent chain:
                "delete from audit where seq > $2; " + ANEW,
                "update audit set subject = 'somebody else' where seq = $2; " + ANEW,
                "update audit set item = 0 where seq = $9; " + ANEW,
                "delete from audit where seq = $2; " + ANEW,
                "delete from audit; " + ANEW,
                "delete from audit; delete from audit_anchor; " + ANEW,
                "update audit set subject = 'somebody else' where seq = $2; delete from audit_anchor; " + ANEW,
                "update audit_anchor set digest = sha256('else')",
                "update audit_anchor set mac = replace(mac, left(mac, 1), '')",
                "update audit_anchor set key = 'other'"
            })
    void tamperingIsDetected(String tampering) {
        created(anybody(), deposit(DAGNY, "Tampered with"));
        chain.anchor();
        chain.check();
        assertThat(chain.broken()).isZero();
        List<String> tables = List.of("audit", "audit_head", "audit_anchor");
        tables.forEach(table -> executeAsOwner("create table " + table + "_before as select * from " + table));
        try (LogLines log = new LogLines()) {
            withoutProtection(tampering.replace("$1", "1").replace("$2", "2").replace("$9", Long.toString(last())));

            chain.check();

            assertThat(chain.broken()).isPositive();
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains("audit trail"));
        } finally {
            for (String table : tables) {
                withoutProtection(
                        "delete from " + table,
                        "insert into " + table + " select * from " + table + "_before",
                        "drop table " + table + "_before");
            }
        }
        chain.check();
        assertThat(chain.broken()).isZero();
    }

    /** After a restart, a chain that was changed before is not anchored either. */
    @Test
    void aBrokenChainGetsNoAnchor() throws SQLException {
        created(anybody(), deposit(DAGNY, "Altered before the start"));
        chain.anchor();
        withoutProtection("update audit set subject = subject || '.' where seq = " + last());
        try (LogLines log = new LogLines()) {
            // An instance without a known anchor, as in a new process.
            new AuditChain(data, door, keys, new SimpleMeterRegistry()).anchor();

            assertThat(log.text()).contains("tampered with").doesNotContain("audit anchor");
        } finally {
            withoutProtection("update audit set subject = left(subject, -1) where seq = " + last());
        }
        chain.check();
        assertThat(chain.broken()).isZero();
    }

    /** The anchors can be compared with a trail that was restored from a backup. */
    @Test
    void anchorsAreLoggedAndAvailableAtTheManagementPort() {
        created(anybody(), deposit(DAGNY, "Anchored"));
        String line;
        try (LogLines log = new LogLines()) {
            chain.anchor();
            line = log.text();
        }

        String head = rows("select seq || ' digest=' || encode(digest, 'hex') from audit_head")
                .getFirst()
                .getFirst();
        String anchor = RestAssured.get(anchored)
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .extract()
                .asString();
        assertThat(anchor)
                .startsWith("seq=" + head)
                .containsPattern(" at=\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z key=[0-9a-f]{8} mac=[0-9a-f]{64}\n$");
        assertThat(line).contains("audit anchor " + anchor.strip());
        assertThat(RestAssured.get(measured).asString())
                .containsPattern("deposit_audit_entries " + head.split(" ")[0] + "\\.0");
    }

    private void withoutProtection(String... statements) {
        executeAsOwner("alter table audit disable trigger user", "alter table audit_anchor disable trigger user");
        try {
            executeAsOwner(statements);
        } finally {
            executeAsOwner("alter table audit enable trigger user", "alter table audit_anchor enable trigger user");
        }
    }

    @Test
    void everyCallForAPersonIsEnteredOnce() {
        long before = last();

        life(this::anybody);

        List<Tuple> made = sandbox.received(null, "/v2/account/.*").stream()
                .filter(sent -> as(sent) != null)
                .map(sent -> tuple(as(sent), item(sent)))
                .toList();
        List<List<String>> rows = rows(
                "select account, case when action <> 'create' then item end, outcome, campus, request, action from audit"
                        + " where seq > " + before + " and intent is null order by seq");
        // Each changing call has an entry before it and an entry with its outcome.
        assertThat(rows("select distinct action from audit i where seq > " + before
                        + " and outcome = 'intended' and exists (select from audit e where e.intent = i.seq)"))
                .contains(List.of("create"), List.of("finish"), List.of("edit"), List.of("publish"), List.of("delete"))
                .hasSize(11);
        assertThat(rows.stream().map(row -> tuple(row.get(0), row.get(1))).toList())
                .isEqualTo(made)
                .hasSizeGreaterThan(20);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get(2))
                    .isIn("intended", "done", "not-found"); // not-found is the outcome of reading a deleted record.
            assertThat(row.get(3)).isEqualTo(DAGNY);
            assertThat(row.get(4)).isNotEqualTo("null");
        });
        List<String> actions = rows.stream().map(row -> row.get(5)).toList();
        assertThat(actions).containsOnlyOnce("create", "edit", "publish", "embargo", "unpublish", "delete");
    }

    @Test
    void aReadIsOneEntry() {
        String path = created(anybody(), deposit(DAGNY, "Read"));

        for (String read : List.of(path, path + "/private-links", path + "/files", "/v1/deposits?depositor=" + DAGNY)) {
            long before = last();
            anybody().get(read).then().statusCode(200);
            assertThat(last()).as(read).isEqualTo(before + 1);
        }
    }

    @Test
    void readsOfVocabulariesAreEntered() {
        // The only member of a new department, whose vocabularies are not cached.
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

    /** Failed calls and calls with an unknown outcome are entered, too. */
    @Test
    void refusedAndLostCallsAreEntered() {
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

    /** Answers, log and metrics have no secrets, whatever fails, and the audit trail has no contents. */
    @Test
    void secretsAndContentsAppearNowhere() throws SQLException {
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
        edit(who.get(), path, "{\"title\": \"" + TITLE + ", refused\"}").then().statusCode(422);
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

    /** Runs all operations from draft to deletion and returns the path of the deposit. */
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

    /** Returns the impersonated account; null for the administrator. */
    private static @Nullable String as(Received sent) {
        Matcher found = AS.matcher(sent.query() + " " + sent.body());
        return found.find() ? found.group(1) : null;
    }

    private static String item(Received sent) {
        Matcher found = ITEM.matcher(sent.path());
        return found.matches() ? found.group(1) : "null";
    }
}
