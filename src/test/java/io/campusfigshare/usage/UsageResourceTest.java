package io.campusfigshare.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.SandboxControl.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UsageResourceTest extends InstitutionTest {

    private static final String STATS = "/stats/.*";

    /** An item at figshare.com, which is in no portal. */
    private static final long FIGSHARES = 5616445;

    @Inject
    Pool database;

    private long item;

    @BeforeEach
    void asNew() {
        sandbox.reset();
        long probe = sandbox.generate(2, "{\"published_date\":\"2019-03-15T09:00:00Z\"}");
        item = probe + 1;
        syncs.items();
        // Failures of the test before can have opened the circuit breaker of Stats.
        soon().until(() -> get("/v1/items/" + probe + "/usage").statusCode() == 200);
        sandbox.clearLog();
    }

    @Test
    void totalsNeedThreeCallsWithPrefixAndWithoutPassword() {
        get(usage())
                .then()
                .statusCode(200)
                .body("asOf", startsWith(today().toString().substring(0, 7)))
                .header("Cache-Control", containsString("max-age=3600"));

        assertThat(sandbox.received(null, STATS))
                .extracting(Received::path)
                .containsExactly(
                        "/stats/westmark/total/views/article/" + item,
                        "/stats/westmark/total/downloads/article/" + item,
                        "/stats/westmark/total/shares/article/" + item);
        assertThat(sandbox.received(null, STATS))
                .allSatisfy(sent -> assertThat(sent.headers()).doesNotContainKey("authorization"))
                .allSatisfy(sent -> assertThat(sent.headers().get("user-agent")).startsWith("campus-figshare/"));
    }

    @Test
    void freshUsageNeedsNoCall() {
        int views = get(usage()).jsonPath().getInt("views");
        sandbox.clearLog();

        get(usage()).then().statusCode(200).body("views", equalTo(views));
        // A new cache entry, which is read from the database alone.
        given().header("Accept", "text/csv")
                .get("/v1/departments/BIO/usage/top?size=100")
                .then()
                .statusCode(200);

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @Test
    void fiveYearsByDayAreFiveCallsWithoutGaps() {
        JsonPath series = get(usage() + "/timeline?granularity=day&from=2019-01-01&to=2023-12-31")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(sandbox.received("GET", STATS))
                .extracting(Received::path)
                .hasSize(5)
                .containsOnly("/stats/westmark/timeline/day/views/article/" + item);
        assertThat(sandbox.received("GET", STATS))
                .extracting(Received::query)
                .containsExactlyElementsOf(IntStream.rangeClosed(2019, 2023)
                        .mapToObj(year -> "start_date=%d-01-01&end_date=%d-12-31".formatted(year, year))
                        .toList());
        assertThat(sandbox.received("GET", STATS))
                .allSatisfy(sent -> assertThat(sent.headers()).containsKey("authorization"));
        List<String> days = series.getList("periods.period");
        assertThat(days).hasSize(1826).isSorted().startsWith("2019-01-01").endsWith("2023-12-31");
        List<Integer> counts = series.getList("periods.count");
        assertThat(counts).contains(0).anyMatch(count -> count > 0);
        assertThat(series.getInt("total"))
                .isEqualTo(counts.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(get(usage() + "/timeline?from=2019-01-01&to=2023-12-31")
                        .jsonPath()
                        .getInt("total"));
    }

    @Test
    void theWholeHistoryIsTheDefaultAndAddsUpToTheTotals() {
        for (String counter : List.of("views", "downloads", "shares")) {
            JsonPath series = get(usage() + "/timeline?counter=" + counter).jsonPath();

            assertThat(series.getString("from")).isEqualTo("2019-03-01");
            assertThat(series.getString("to")).isEqualTo(today().toString());
            assertThat(series.getString("periods[-1].period"))
                    .isEqualTo(today().toString().substring(0, 7));
            assertThat(series.getInt("total")).isEqualTo(get(usage()).jsonPath().getInt(counter));
        }
    }

    @ParameterizedTest
    @CsvSource({"day, 10, 365", "month, 7, 12", "year, 4, 1"})
    void aYearHasItsPeriods(String granularity, int letters, int size) {
        List<String> periods = get(usage() + "/timeline?from=2022-01-01&to=2022-12-31&granularity=" + granularity)
                .jsonPath()
                .getList("periods.period");

        assertThat(periods).hasSize(size).allMatch(period -> period.length() == letters);
    }

    @Test
    void periodsAreWholeAndBeforePublicationTheyAreZero() {
        JsonPath series =
                get(usage() + "/timeline?from=2018-11-20&to=2019-04-02").jsonPath();

        assertThat(series.<String>getList("periods.period"))
                .startsWith("2018-11")
                .endsWith("2019-04");
        assertThat(series.getString("from")).isEqualTo("2018-11-01");
        assertThat(series.getString("to")).isEqualTo("2019-04-30");
        assertThat(series.getInt("periods[0].count")).isZero();
        assertThat(sandbox.count(null, STATS)).isEqualTo(1);
    }

    @Test
    void theFutureIsNotCounted() {
        get(usage() + "/timeline?from=2024-01-01&to=2199-12-31")
                .then()
                .statusCode(200)
                .body("to", equalTo(today().toString()));
    }

    @Test
    void settledPartIsReadOnce() {
        get(usage() + "/timeline?granularity=day&from=2020-01-01&to=2021-12-31");
        execute("update usage_part set counted = '2024-01-01' where subject = " + item);
        sandbox.clearLog();

        get(usage() + "/timeline?granularity=day&from=2020-05-01&to=2021-05-31")
                .then()
                .statusCode(200)
                .body("asOf", equalTo("2024-01-01T00:00:00Z"));

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @Test
    void countriesAddUpAndTheTypoIsMerged() {
        JsonPath found =
                get(usage() + "/countries").then().statusCode(200).extract().jsonPath();

        assertThat(found.<String>getList("countries.country"))
                .contains("Unknown", "Netherlands", "Côte d'Ivoire")
                .doesNotContain("Unkown")
                .doesNotHaveDuplicates();
        assertThat(found.<Integer>getList("countries.count").stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(get(usage()).jsonPath().getInt("views"));
        assertThat(sandbox.received("GET", "/stats/.*breakdown.*"))
                .extracting(Received::query)
                .containsExactly(
                        "start_date=2015-01-01&end_date=2019-12-31",
                        "start_date=2020-01-01&end_date=2024-12-31",
                        "start_date=2025-01-01&end_date=" + today());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/people/0009-0099-0042-0018",
                "/v1/departments/BIO",
                "/v1/collections/2100001",
                "/v1/items/2000001"
            })
    void a_series_of_anything_is_a_picture_too(String of) {
        String path = of + "/usage/timeline?granularity=year&counter=downloads";
        long total = get(path).jsonPath().getLong("total");

        given().header("Accept", "image/avif,image/svg+xml,image/*,*/*;q=0.8")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .body("svg.title", endsWith("to " + today().getYear() + ": " + "%,d".formatted(total)))
                .body("svg.desc", startsWith("Bars by year. The highest is 20"));
        get(path + "&format=svg&width=320").then().body("svg.@width", equalTo("320"));
        get("/v1" + path.substring(3).replace("?", "?format=svg&width=320&"))
                .then()
                .header("Cache-Status", containsString("hit"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format=svg&width=199",
                "format=svg&width=2001",
                "format=svg&width=wide",
                "width=640",
                "format=png"
            })
    void a_picture_has_bounds(String query) {
        get(usage() + "/timeline?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void seriesAreCsvToo() {
        JsonPath known = get(usage() + "/timeline?granularity=year").jsonPath();
        sandbox.clearLog();

        String csv = given().header("Accept", "text/csv")
                .get(usage() + "/timeline?granularity=year")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Vary", containsString("Accept"))
                .extract()
                .asString();

        assertThat(csv)
                .startsWith("period,counter,count,asOf\r\n2019,views," + known.getInt("periods[0].count") + ","
                        + known.getString("asOf") + "\r\n2020,views,");
        assertThat(sandbox.count(null, STATS)).isZero();
        given().header("Accept", "text/csv")
                .get(usage() + "/countries?counter=downloads")
                .then()
                .statusCode(200)
                .body(startsWith("country,counter,count,asOf\r\n"), containsString(",downloads,"));
    }

    @Test
    void itemAtFigshareComIsReadWithoutPrefixAndPassword() {
        get("/v1/items/" + FIGSHARES + "/usage/timeline?granularity=year")
                .then()
                .statusCode(200);

        assertThat(sandbox.received("GET", STATS)).isNotEmpty().allSatisfy(sent -> {
            assertThat(sent.path()).isEqualTo("/stats/timeline/year/views/article/" + FIGSHARES);
            assertThat(sent.headers()).doesNotContainKey("authorization");
        });
    }

    @Test
    void ownItemAtFigshareComIsReadThere() {
        long theirs = sandbox.publish("{\"figshare_url\":\"https://figshare.com/articles/dataset/x/1\","
                + "\"url_public_html\":\"https://figshare.com/articles/dataset/x/1\"}");
        syncs.items();

        get("/v1/items/" + theirs + "/usage").then().statusCode(200);

        assertThat(sandbox.count("GET", "/stats/total/.*/article/" + theirs)).isEqualTo(3);
    }

    @Test
    void usageOfAnotherPortalIsNotReportedAsZero() {
        get("/v1/items/123456/usage").then().statusCode(404).body("type", endsWith("foreign-usage"));

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items/999999999/usage",
                "/v1/items/999999999/usage/timeline",
                "/v1/people/nobody/usage",
                "/v1/people/1495601/usage",
                "/v1/departments/NONE/usage",
                "/v1/departments/NONE/usage/top",
                "/v1/collections/999999999/usage/countries"
            })
    void unknownTargetIs404WithoutACall(String path) {
        get(path).then().statusCode(404).contentType("application/problem+json");

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/people/0009-0099-0042-0018, author/1000101",
        "/v1/departments/BIO, group/4202",
        "/v1/collections/2100001, collection/2100001"
    })
    void peopleDepartmentsAndCollectionsHaveTheirOwn(String path, String asked) {
        syncs.people();
        syncs.departments();
        syncs.collections();
        // Other tests can have sent the same request before.
        execute("delete from usage where kind <> 'item'");
        execute("delete from usage_part where kind <> 'item'");
        sandbox.clearLog();

        JsonPath series = get(path + "/usage/timeline?granularity=year&from=2015-01-01&counter=downloads")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        get(path + "/usage").then().statusCode(200).body("downloads", equalTo(series.getInt("total")));
        get(path + "/usage/countries?counter=downloads")
                .then()
                .statusCode(200)
                .body("total", equalTo(series.getInt("total")));

        assertThat(series.getInt("total")).isPositive();
        assertThat(sandbox.received(null, STATS))
                .isNotEmpty()
                .allSatisfy(sent ->
                        assertThat(sent.path()).startsWith("/stats/westmark/").endsWith("/" + asked));
    }

    @Test
    void storedTotalsAreReturnedWhileStatsIsDown() {
        execute(
                "update usage set views = 7, downloads = 5, shares = 3, counted = '2020-02-03T04:05:06Z' where subject = "
                        + item);
        sandbox.fault("reset").on(STATS).start();

        get(usage())
                .then()
                .statusCode(200)
                .body("views", equalTo(7))
                .body("downloads", equalTo(5))
                .body("shares", equalTo(3))
                .body("asOf", equalTo("2020-02-03T04:05:06Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "error", "html", "waf-challenge", "nginx-forbidden", "throttle"})
    void missingUsageIs503WhileStatsIsDown(String fault) {
        sandbox.fault(fault).on(STATS).start();

        for (String path : List.of(usage(), usage() + "/timeline", usage() + "/countries")) {
            get(path)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("type", endsWith("usage-unavailable"))
                    .body("detail", not(containsString("127.0.0.1")))
                    .header("Retry-After", matchesPattern("[1-9]\\d*"));
        }
    }

    @Test
    void storedSeriesIsReturnedWhileStatsIsDown() {
        String path = usage() + "/timeline?granularity=year";
        int total = get(path).jsonPath().getInt("total");
        execute("update usage_part set counted = '2025-02-03T04:05:06Z' where subject = " + item);
        sandbox.fault("error").on(STATS).start();

        // Not from the cache, which has only the JSON.
        String csv = given().header("Accept", "text/csv")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(csv).contains(",2025-02-03T04:05:06Z\r\n");
        assertThat(csv.lines()
                        .skip(1)
                        .mapToInt(line -> Integer.parseInt(line.split(",", -1)[2]))
                        .sum())
                .isEqualTo(total);
    }

    @Test
    void failingStatsDoesNotAffectItems() {
        sandbox.fault("throttle").retryAfter(4).on(STATS).times(1).start();
        get(usage()).then().statusCode(503);

        get("/v1/items/" + sandbox.publish("{}") + "/versions/1").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "granularity=hour, granularity",
        "counter=hugs, counter",
        "from=soon, from",
        "from=2024-02-30, from",
        "from=2010-12-31, from",
        "from=2199-01-01, from",
        "from=2022-01-01&to=2021-12-31, to",
        "to=2001-01-01, to"
    })
    void aWrongParameterIsRefused(String query, String name) {
        get(usage() + "/timeline?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(name + ": "));

        assertThat(sandbox.count(null, STATS)).isZero();
    }

    @Test
    void usageOfAWithdrawnItemIsGone() {
        get(usage()).then().statusCode(200);
        sandbox.withdraw(item);
        execute("update item set body = null, digest = null, withdrawn = now() where id = " + item);
        execute("insert into change (item, kind) values (" + item + ", 'withdrawn')");

        soon().untilAsserted(() -> get(usage()).then().statusCode(410));
    }

    private String usage() {
        return "/v1/items/" + item + "/usage";
    }

    private void execute(String sql) {
        database.query(sql).executeAndAwait();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
