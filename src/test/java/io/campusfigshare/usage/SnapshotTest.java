package io.campusfigshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nightly snapshot of the usage of all items. */
@QuarkusTest
class SnapshotTest extends InstitutionTest {

    private static final String STATS = "/stats/.*";

    @Inject
    UsageSnapshot snapshot;

    @Inject
    BackgroundJobs background;

    @Inject
    Pool database;

    /** Four items, whose usage is due or not as each test sets it. No other item is due. */
    private long first;

    @BeforeEach
    void asNew() {
        sandbox.reset();
        long probe = sandbox.publish("{}");
        first = sandbox.generate(4, "{}");
        syncs.items();
        // Failures of the test before can have opened the circuit breaker of Stats.
        soon().until(() -> get("/v1/items/" + probe + "/usage").statusCode() == 200);
        execute(
                "update usage set views = 1, downloads = 1, shares = 1, counted = clock_timestamp() where kind = 'item'");
        execute("delete from set_aside where kind = 'usage'");
        execute("update sync set mark = clock_timestamp() - interval '1 minute' where name = 'usage'");
        sandbox.clearLog();
    }

    @Test
    void newItemsAreReadBeforeChangedAndPopularOnes() {
        due(first, "views = 5, counted = '2020-01-01'", "modified = '2019-01-01'");
        due(first + 1, "views = 50, counted = '2020-01-01'", "modified = '2019-01-01'");
        due(first + 2, "views = 3, counted = '2020-01-01'", "modified = '2021-01-01'");
        due(first + 3, "views = null, downloads = null, shares = null, counted = null", "modified = '2019-01-01'");

        taken();

        assertThat(asked()).containsExactly(first + 3, first + 2, first + 1, first);
        assertThat(sandbox.received(null, STATS))
                .hasSize(12)
                .allSatisfy(sent -> assertThat(sent.path()).startsWith("/stats/westmark/total/"))
                .allSatisfy(sent -> assertThat(sent.headers()).doesNotContainKey("authorization"));
        sandbox.clearLog();
        taken();
        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @Test
    void usageIsInItemsAndListsAndSortsThem() {
        due(first, "views = null, downloads = null, shares = null, counted = null", "modified = '2019-01-01'");
        get("/v1/items/" + first).then().statusCode(200).body("usage", nullValue());

        taken();

        JsonPath told = get("/v1/items?fields=id,usage&size=100&sort=-views&published-from=2000-01-02")
                .jsonPath();
        assertThat(told.<Integer>getList("items.usage.findAll { it != null }.views"))
                .isSortedAccordingTo((a, b) -> b - a);
        for (String order : List.of("-downloads", "downloads", "shares", "-shares", "views")) {
            get("/v1/items?sort=" + order).then().statusCode(200);
        }
        JsonPath top =
                get("/v1/departments/4201/usage/top?descendants=true&size=100").jsonPath();
        assertThat(top.<Integer>getList("items.views")).isNotEmpty().isSortedAccordingTo((a, b) -> b - a);
        assertThat(top.getString("asOf")).isNotNull();
        // The cached answer of the item stays, because new usage is not a change of the item.
        get("/v1/items/" + first + "/versions/1").then().statusCode(200).body("usage", nullValue());
        get("/v1/items?q=" + first + "&size=1").then().statusCode(200);
    }

    @Test
    void newUsageIsNotAChangeOfTheItem() {
        long changes = one("select max(seq) from change");
        due(first, "counted = '2020-01-01'", "modified = '2019-01-01'");

        taken();

        assertThat(one("select max(seq) from change")).isEqualTo(changes);
        get("/v1/items/" + first)
                .then()
                .body("usage.views", notNullValue())
                .body("usage.asOf", notNullValue())
                .body("id", equalTo((int) first));
    }

    @Test
    void stoppedSnapshotContinues() {
        for (long id = first; id < first + 4; id++) {
            due(id, "views = " + (100 - id % 10) + ", counted = '2020-01-01'", "modified = '2019-01-01'");
        }
        List<Long> order = List.copyOf(all("select subject from usage where kind = 'item' and subject between " + first
                + " and " + (first + 3) + " order by views desc, subject"));
        var down = sandbox.fault("throttle")
                .on("/stats/westmark/total/views/article/" + order.get(2))
                .start();
        taken();
        assertThat(asked()).containsExactlyElementsOf(order.subList(0, 3));
        down.stop();
        sandbox.clearLog();

        soon().until(() -> {
            taken();
            return one("select count(*) from usage where counted < '2021-01-01'") == 0;
        });

        assertThat(asked()).containsExactlyElementsOf(order.subList(2, 4));
    }

    @Test
    void noItemIsSetAsideWhileStatsIsDown() {
        for (long id = first; id < first + 4; id++) {
            due(id, "counted = '2020-01-01'", "modified = '2019-01-01'");
        }
        var down = sandbox.fault("error").on(STATS).start();

        taken();

        assertThat(down.applied()).as("three, and one that is known").isEqualTo(4);
        assertThat(one("select count(*) from set_aside where kind = 'usage'")).isZero();
        down.stop();
        taken();
        assertThat(one("select count(*) from usage where counted < '2021-01-01'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "error", "reset", "hang"})
    void failingItemDoesNotBlockOthers(String fault) {
        due(first, "views = 9, counted = '2020-01-01'", "modified = '2019-01-01'");
        due(first + 1, "views = 5, counted = '2020-01-01'", "modified = '2019-01-01'");
        sandbox.fault(fault).on("/stats/westmark/total/views/article/" + first).start();

        taken();

        assertThat(asked()).contains(first, first + 1);
        assertThat(one("select count(*) from usage where counted < '2021-01-01'"))
                .isEqualTo(1);
        assertThat(one("select id from set_aside where kind = 'usage'")).isEqualTo(first);
        execute("update set_aside set due = clock_timestamp() + interval '1 hour'");
        sandbox.clearLog();
        taken();
        assertThat(sandbox.count(null, STATS)).isZero();

        sandbox.clearFaults();
        syncs.due();
        taken();
        assertThat(one("select count(*) from set_aside where kind = 'usage'")).isZero();
        assertThat(one("select count(*) from usage where counted < '2021-01-01'"))
                .isZero();
    }

    @Test
    void itemReadForARequestIsNoLongerSetAside() {
        due(first, "counted = '2020-01-01'", "modified = '2019-01-01'");
        var broken = sandbox.fault("error")
                .on("/stats/westmark/total/views/article/" + first)
                .start();
        taken();
        assertThat(one("select count(*) from set_aside where kind = 'usage'")).isEqualTo(1);
        broken.stop();
        get("/v1/items/" + first + "/usage").then().statusCode(200);

        taken();

        assertThat(one("select count(*) from set_aside where kind = 'usage'")).isZero();
    }

    @Test
    void nextRoundBeginsAfterThisOneIsComplete() {
        due(first, "counted = '2020-01-01'", "modified = '2019-01-01'");
        String mark = "select (extract(epoch from mark) * 1000)::bigint from sync where name = 'usage'";
        long before = one(mark);

        snapshot.begin();
        assertThat(one(mark)).isEqualTo(before);

        taken();
        snapshot.begin();
        assertThat(one(mark)).isGreaterThan(before);
        taken();
        assertThat(one("select count(*) from usage join item on id = subject and kind = 'item'"
                        + " where withdrawn is null and counted < (select mark from sync where name = 'usage')"))
                .isZero();
    }

    private void taken() {
        background.run(UsageSnapshot.JOB, snapshot::readDue);
    }

    private void due(long id, String usage, String item) {
        execute("update usage set " + usage + " where kind = 'item' and subject = " + id);
        execute("update item set " + item + " where id = " + id);
    }

    private List<Long> asked() {
        return sandbox.received(null, STATS).stream()
                .map(Received::path)
                .map(path -> Long.valueOf(path.substring(path.lastIndexOf('/') + 1)))
                .distinct()
                .toList();
    }

    private long one(String sql) {
        return all(sql).getFirst();
    }

    private List<Long> all(String sql) {
        return database.query(sql).executeAndAwait().stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private void execute(String sql) {
        database.query(sql).executeAndAwait();
    }
}
