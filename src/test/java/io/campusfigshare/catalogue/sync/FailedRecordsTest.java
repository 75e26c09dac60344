package io.campusfigshare.catalogue.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Containers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that cannot be read do not affect other records. */
@QuarkusTest
class FailedRecordsTest extends InstitutionTest {

    /** It has three versions. */
    private static final long VERSIONED = 2000003;

    /** It has twenty-five files. */
    private static final long MANY_FILES = 2000007;

    @TestHTTPResource(value = "", management = true)
    URI management;

    @Inject
    Pool database;

    @Inject
    Catalogue catalogue;

    @Inject
    Containers containers;

    @Inject
    SyncMetrics metrics;

    @BeforeEach
    void allIsWell() {
        sandbox.reset();
        execute("delete from set_aside");
        syncs.items();
        syncs.withdrawals();
        sandbox.clearLog();
    }

    @ParameterizedTest
    @CsvSource({"error,broken", "reset,unreachable", "hang,slow", "truncate-json,garbled", "nginx-forbidden,blocked"})
    void aFailedRecordDoesNotStopTheSyncOfOthers(String fault, String failure) {
        long unknown = sandbox.publish("{}");
        long first = sandbox.publish("{}");
        sandbox.change(VERSIONED, "{\"title\":\"New title\"}");
        long second = sandbox.publish("{}");
        sandbox.change(MANY_FILES, "{\"title\":\"New title\"}");
        long third = sandbox.publish("{}");
        String those = "/v2/articles/(%d|%d/versions|%d/files)".formatted(unknown, VERSIONED, MANY_FILES);
        var broken = sandbox.fault(fault).on(those).start();

        syncs.cycle();

        assertThat(List.of(first, second, third)).allMatch(this::kept);
        assertThat(kept(unknown)).isFalse();
        assertThat(broken.applied()).as("each is tried once").isEqualTo(3);
        assertThat(setAside())
                .containsExactlyInAnyOrder(
                        "item " + unknown + " " + failure + " 1",
                        "item " + VERSIONED + " " + failure + " 1",
                        "item " + MANY_FILES + " " + failure + " 1");

        execute("update set_aside set due = clock_timestamp() + interval '1 hour'");
        sandbox.clearLog();
        syncs.cycle();
        syncs.withdrawals();
        assertThat(sandbox.count(null, "/v2/articles/(%d|%d|%d).*".formatted(unknown, VERSIONED, MANY_FILES)))
                .isZero();
        assertThat(List.of(VERSIONED, MANY_FILES)).allMatch(this::kept);

        broken.stop();
        sandbox.change(VERSIONED, "{\"title\":\"Newer title\"}");
        syncs.cycle();
        soon().untilAsserted(() -> get("/v1/items/" + VERSIONED).then().body("title", equalTo("Newer title")));
        assertThat(setAside()).hasSize(2);

        syncs.due();
        syncs.cycle();
        assertThat(kept(unknown)).isTrue();
        soon().untilAsserted(() -> get("/v1/items/" + MANY_FILES).then().body("title", equalTo("New title")));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void manyConsecutiveFailuresDelayNeitherOtherRecordsNorReaders() {
        long first = sandbox.generate(7, "{\"version\":2}");
        long next = sandbox.publish("{}");
        String versions = LongStream.range(first, first + 7)
                .mapToObj(Long::toString)
                .collect(Collectors.joining("|", "/v2/articles/(", ")/versions"));
        sandbox.fault("reset").on(versions).start();

        syncs.cycle();
        assertThat(kept(next)).isTrue();
        assertThat(setAside()).hasSize(7);
        syncs.due();
        syncs.cycle();
        assertThat(setAside()).allMatch(one -> one.endsWith(" unreachable 2"));
        assertThat(sandbox.count(null, versions)).isEqualTo(14);

        get("/v1/items/" + first).then().statusCode(200).body("url", endsWith("/v1/items/" + first));
    }

    /** PostgreSQL indexes no word that long. */
    @Test
    void aRecordThatCannotBeStoredDelaysNoOther() {
        String endless = new Random(1)
                .ints(9_000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        long id = sandbox.publish("{\"tags\":[\"%1$s\"],\"keywords\":[\"%1$s\"]}".formatted(endless));
        long next = sandbox.publish("{}");

        syncs.cycle();

        assertThat(kept(next)).isTrue();
        assertThat(setAside()).containsExactly("item " + id + " defect 1");
        sandbox.withdraw(id);
        syncs.due();
        syncs.cycle();
        assertThat(setAside()).isEmpty();
    }

    @Test
    void manySlowRecordsAreRetriedInTurns() {
        long first = sandbox.generate(4, "{}");
        var hanging = sandbox.fault("hang")
                .on("/v2/articles/(%d|%d|%d|%d)".formatted(first, first + 1, first + 2, first + 3))
                .start();
        syncs.cycle();
        assertThat(hanging.applied()).isEqualTo(4);
        long next = sandbox.publish("{}");

        syncs.due();
        syncs.cycle();

        assertThat(kept(next)).isTrue();
        assertThat(hanging.applied() - 4).as("within two seconds").isBetween(1, 3);
    }

    @Test
    void aFailureOfFigshareCreatesNoFailedRecords() {
        long first = sandbox.generate(5, "{}");
        var broken = sandbox.fault("error").on("/v2/articles/.*").start();

        syncs.cycle();

        assertThat(broken.applied()).as("three, and one that is known").isEqualTo(4);
        assertThat(setAside()).isEmpty();
        broken.stop();
        syncs.cycle();
        for (long id = first; id < first + 5; id++) {
            assertThat(kept(id)).isTrue();
        }
    }

    @Test
    void failuresOfReadersAndTheSyncDoNotAffectEachOther() {
        long id = sandbox.publish("{}");
        var unlisted = sandbox.fault("reset").on("/v2/articles").start();
        syncs.cycle();
        syncs.cycle();
        assertThat(breakers()).contains("who=\"sync\"} 1.0", "who=\"callers\"} 0.0");
        get("/v1/items/" + id).then().statusCode(200);
        unlisted.stop();

        var unread = sandbox.fault("reset").on("/v2/articles/9000.*").start();
        for (int foreign = 90000; foreign < 90006; foreign++) {
            assertThat(get("/v1/items/" + foreign).statusCode()).isEqualTo(503);
        }
        assertThat(breakers()).contains("who=\"callers\"} 1.0");
        syncs.cycle();
        assertThat(kept(id)).isTrue();
        assertThat(breakers()).contains("who=\"sync\"} 0.0");
        unread.stop();
        soon().untilAsserted(() -> get("/v1/items/90007").then().statusCode(404));
    }

    private String breakers() {
        return RestAssured.get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("figshare_breaker_open{host=\"api\""))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCollectionOrProjectDelaysNoOther(Containers.Kind kind) {
        long unread = publish(kind);
        long unlisted = publish(kind);
        long next = publish(kind);
        String all = "/v2/" + kind.plural() + "/";
        var broken = sandbox.fault("reset")
                .on(all + "(%d|%d/articles)".formatted(unread, unlisted))
                .start();

        syncs.collections();

        assertThat(isThere(kind, next)).isTrue();
        assertThat(isThere(kind, unread)).isFalse();
        assertThat(broken.applied()).isEqualTo(2);
        assertThat(setAside())
                .containsExactlyInAnyOrder(
                        kind.text() + " " + unread + " unreachable 1", kind.text() + " " + unlisted + " unreachable 1");

        execute("update set_aside set due = clock_timestamp() + interval '1 hour'");
        sandbox.clearLog();
        syncs.collections();
        assertThat(sandbox.count(null, all + "(%d|%d).*".formatted(unread, unlisted)))
                .isZero();

        broken.stop();
        sandbox.clearLog();
        syncs.tryAgain();
        assertThat(List.of(unread, unlisted)).allMatch(id -> isThere(kind, id));
        assertThat(sandbox.count(null, "/v2/" + kind.plural() + ".*"))
                .as("those two, each with its members")
                .isEqualTo(4);
        assertThat(setAside()).isEmpty();
    }

    @Test
    void aFailedPersonDelaysNoOther() {
        syncs.people();
        long all = one("select count(*) from person where placed is not null");
        execute("update person set placed = null");
        String accounts = "/v2/account/institution/accounts/(1495601|1495603)";
        var broken = sandbox.fault("error").on(accounts).start();

        syncs.people();

        assertThat(all).isGreaterThan(3);
        assertThat(one("select count(*) from person where placed is not null")).isEqualTo(all - 2);
        assertThat(setAside()).containsExactlyInAnyOrder("person 1000101 broken 1", "person 1000103 broken 1");

        execute("update set_aside set due = clock_timestamp() + interval '1 hour'");
        syncs.people();
        assertThat(broken.applied()).isEqualTo(2);

        broken.stop();
        syncs.tryAgain();
        assertThat(one("select count(*) from person where placed is not null")).isEqualTo(all);
        assertThat(setAside()).isEmpty();
    }

    @Test
    void metricsAndHealthListFailedRecords() {
        long id = sandbox.publish("{}");
        sandbox.fault("error").on("/v2/articles/" + id).start();
        syncs.cycle();
        execute("insert into set_aside (kind, id, failure) select 'usage', n, 'slow' from generate_series(1, 25) n");

        metrics.update().await().indefinitely();

        assertThat(RestAssured.get(management + "metrics").asString().lines())
                .contains("catalogue_set_aside 26.0")
                .filteredOn(line -> line.startsWith("catalogue_set_aside_seconds{"))
                .hasSize(20)
                .anyMatch(line -> line.contains("failure=\"broken\",id=\"%d\",kind=\"item\"".formatted(id)));
        RestAssured.get(management + "health/well")
                .then()
                .body("checks.find { it.name == 'catalogue' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'catalogue' }.data.setAside", equalTo(26))
                .body(
                        "checks.find { it.name == 'catalogue' }.data.setAsideRecords",
                        startsWith("item %d (broken), usage ".formatted(id)));

        execute("delete from set_aside");
        metrics.update().await().indefinitely();
        assertThat(RestAssured.get(management + "metrics").asString().lines())
                .contains("catalogue_set_aside 0.0")
                .noneMatch(line -> line.startsWith("catalogue_set_aside_seconds{"));
    }

    private long publish(Containers.Kind kind) {
        String members = "{\"articles\":[2000001]}";
        return kind == Containers.Kind.PROJECT ? sandbox.publishProject(members) : sandbox.publishCollection(members);
    }

    private boolean isThere(Containers.Kind kind, long id) {
        return containers.container(kind, id).await().indefinitely().isPresent();
    }

    private long one(String sql) {
        return database.query(sql).executeAndAwait().iterator().next().getLong(0);
    }

    @Test
    void theDelayDoublesUpToFourHours() {
        long id = sandbox.publish("{}");
        sandbox.fault("error").on("/v2/articles/" + id).start();
        syncs.cycle();

        for (int delay = 5; delay <= 40; delay *= 2) {
            assertThat(delay()).isBetween(delay - 5.0, (double) delay);
            syncs.due();
            syncs.cycle();
        }
        for (int tries : List.of(13, 1_000_000)) {
            execute("update set_aside set tries = " + tries);
            syncs.due();
            syncs.cycle();
            assertThat(delay()).isBetween(4 * 3600 - 5.0, 4 * 3600.0);
        }
    }

    private double delay() {
        return database.query(
                        "select extract(epoch from due - clock_timestamp())::float8 as delay from set_aside order by due desc")
                .executeAndAwait()
                .iterator()
                .next()
                .getDouble("delay");
    }

    /** As every replica knows them: each with how it failed, and how often. */
    private List<String> setAside() {
        return database
                .query("select concat_ws(' ', kind, id, failure, tries) as one from set_aside")
                .executeAndAwait()
                .stream()
                .map(row -> row.getString("one"))
                .toList();
    }

    private boolean kept(long id) {
        return catalogue.item(id).await().indefinitely().isPresent();
    }

    private void execute(String sql) {
        database.query(sql).executeAndAwait();
    }
}
