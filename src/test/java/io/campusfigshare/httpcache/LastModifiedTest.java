package io.campusfigshare.httpcache;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Last-Modified and conditional requests with dates, for responses from the catalogue. */
@QuarkusTest
class LastModifiedTest extends InstitutionTest {

    private static final String SINCE = "If-Modified-Since";
    private static final String UNLESS = "If-Unmodified-Since";
    private static final String LONG_AGO = "Sat, 01 Feb 2020 03:04:05 GMT";
    private static final String BEFORE = "Sat, 01 Feb 2020 03:04:04 GMT";
    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Inject
    Pool database;

    private long id;
    private String item;

    @BeforeEach
    void anItemThatChangedLongAgo() {
        sandbox.reset();
        id = sandbox.publish("{\"group_id\": 4205}");
        item = "/v1/items/" + id;
        syncs.items();
        syncs.departments();
        execute("update harvest set changed = '2020-02-01T03:04:05.999Z' where item = " + id);
        execute("update department set changed = '2000-01-01T00:00:00Z'");
        sandbox.clearLog();
    }

    @Test
    void everyFormatOfAnItemHasLastModifiedAndAnswers304() {
        for (String form : List.of(
                "",
                "?format=bibtex",
                "?format=text&locale=de-DE&style=ieee",
                "?format=datacite-xml",
                "/formats/dc",
                "/citation",
                "/linkset",
                "/linkset?format=text",
                "/files",
                "/versions",
                "/versions/1",
                "/versions/1?format=ris")) {
            String path = item + form;
            get(path, SINCE, now()).then().statusCode(304);
            Response kept = get(path);
            String date = kept.header("Last-Modified");

            assertThat(path + " " + date).satisfies(told -> {
                if (form.isEmpty()) {
                    assertThat(date).isEqualTo(LONG_AGO);
                } else {
                    // Converted by this process, which started later.
                    assertThat(moment(date)).isBetween(moment(LONG_AGO).plusSeconds(1), Instant.now());
                }
            });
            given().head(path).then().statusCode(200).header("Last-Modified", equalTo(date));
            for (Response has : List.of(
                    get(path, SINCE, date),
                    get(path, SINCE, now()),
                    given().header(SINCE, date).head(path))) {
                has.then().statusCode(304).header("ETag", kept.header("ETag")).body(emptyString());
            }
            get(path, SINCE, HTTP.format(moment(date).minusSeconds(1)))
                    .then()
                    .statusCode(200)
                    .header("Last-Modified", equalTo(date));
        }
        assertThat(sandbox.count(null, "/v2/articles/" + id + ".*")).isZero();
    }

    @Test
    void ifModifiedSinceAcceptsThreeDateFormatsAndIsIgnoredWithIfNoneMatch() {
        String tag = get(item).header("ETag");
        for (String date : List.of(LONG_AGO, "Saturday, 01-Feb-20 03:04:05 GMT", "Sat Feb  1 03:04:05 2020")) {
            assertThat(get(item, SINCE, date).statusCode()).as(date).isEqualTo(304);
        }
        for (String date : List.of(
                BEFORE,
                "Saturday, 01-Feb-20 03:04:04 GMT",
                "Sat Feb  1 03:04:04 2020",
                "Fri, 01 Jan 2100 00:00:00 GMT",
                "Mon, 01 Mar 2021 00:00:00 +0000",
                "Tue, 01 Mar 2021 00:00:00 GMT",
                "Mon, 1 Mar 2021 00:00:00 GMT",
                "Tue, 30 Feb 2021 00:00:00 GMT",
                "2021-03-01T00:00:00Z",
                "Sat,",
                ",",
                "1614556800",
                "")) {
            assertThat(get(item, SINCE, date).statusCode()).as(date).isEqualTo(200);
        }
        given().header(SINCE, LONG_AGO, LONG_AGO).get(item).then().statusCode(200);
        given().header("If-None-Match", "\"other\"")
                .header(SINCE, now())
                .get(item)
                .then()
                .statusCode(200);
        given().header("If-None-Match", tag)
                .header(SINCE, BEFORE)
                .get(item)
                .then()
                .statusCode(304);
    }

    @Test
    void ifUnmodifiedSinceIsAnswered412AfterAChange() {
        for (int coldAndKept = 0; coldAndKept < 2; coldAndKept++) {
            get(item, UNLESS, BEFORE).then().statusCode(412).contentType("application/problem+json");
            get(item, UNLESS, LONG_AGO).then().statusCode(200);
            get(item, UNLESS, "Fri, 01 Jan 2100 00:00:00 GMT").then().statusCode(200);
            get(item, UNLESS, "long ago").then().statusCode(200);
            given().header("If-Match", "*")
                    .header(UNLESS, BEFORE)
                    .get(item)
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void aChangeUpdatesLastModifiedOfEveryFormat() {
        String bibtex = item + "?format=bibtex";
        get(item).then().header("Last-Modified", equalTo(LONG_AGO));
        String made = get(bibtex).header("Last-Modified");
        String changed = "2025-01-01T00:00:00Z";

        sandbox.change(id, "{\"title\":\"Renewed\"}");
        syncs.items();
        execute("update harvest set changed = '" + changed + "' where item = " + id);
        outdated();

        get(item, SINCE, LONG_AGO)
                .then()
                .statusCode(200)
                .header("Last-Modified", equalTo(HTTP.format(Instant.parse(changed))))
                .body("title", equalTo("Renewed"));
        get(bibtex, SINCE, made).then().statusCode(200);
    }

    @Test
    void renamingTheDepartmentUpdatesLastModified() {
        String told = get(item).header("Last-Modified");
        String renamed = "2025-01-01T00:00:00Z";

        execute("update department set changed = '" + renamed + "'");
        outdated();

        get(item, SINCE, told)
                .then()
                .statusCode(200)
                .header("Last-Modified", equalTo(HTTP.format(Instant.parse(renamed))));
    }

    @Test
    void newUsageUpdatesLastModifiedAndADateOfOtherBytesIsNotSent() {
        get(item).then().header("Last-Modified", equalTo(LONG_AGO));

        counted(7, "2021-01-01T00:00:00Z");
        String told = get(item).header("Last-Modified");
        assertThat(moment(told)).isEqualTo("2021-01-01T00:00:00Z");
        get(item, SINCE, LONG_AGO).then().statusCode(200).body("usage.views", equalTo(7));
        get(item, SINCE, told).then().statusCode(304);

        for (String date : List.of("2021-01-01T00:00:00Z", "2020-06-01T00:00:00Z", "2020-06-01T00:00:00Z")) {
            counted(8, date);
            get(item, SINCE, told)
                    .then()
                    .statusCode(200)
                    .header("Last-Modified", nullValue())
                    .body("usage.views", equalTo(8));
            get(item, SINCE, now()).then().statusCode(200);
        }
        counted(9, "2100-01-01T00:00:00Z");
        get(item).then().header("Last-Modified", nullValue());
        counted(9, "2022-01-01T00:00:00Z");
        get(item).then().header("Last-Modified", equalTo("Sat, 01 Jan 2022 00:00:00 GMT"));
    }

    @Test
    void responsesWithUnknownModificationDateHaveNoLastModified() {
        syncs.started();
        String doi = get(item).path("doi");
        for (String path : List.of(
                "/v1/items?size=1",
                "/v1/dois/" + doi,
                "/v1/dois/" + doi + "?format=ris",
                "/v1/items/123456",
                "/v1/items/2000003/versions/1",
                "/v1/people?size=1",
                "/v1/departments",
                "/v1/collections?size=1",
                "/v1/reference/licenses")) {
            given().header(SINCE, now())
                    .header(UNLESS, BEFORE)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("Last-Modified", nullValue());
        }
    }

    private static Response get(String path, String header, String value) {
        return given().urlEncodingEnabled(false).header(header, value).get(path);
    }

    private void counted(int views, String at) {
        execute("update usage set views = " + views + ", downloads = 1, shares = 0, counted = '" + at
                + "' where kind = 'item' and subject = " + id);
        outdated();
    }

    /** Invalidates the cached item as in every replica. */
    private void outdated() {
        execute("select pg_notify('item', '" + id + "')");
        soon().until(() -> get(item).header("Cache-Status").contains("fwd=stale"));
    }

    private void execute(String sql) {
        database.query(sql).executeAndAwait();
    }

    private static String now() {
        return HTTP.format(Instant.now());
    }

    private static Instant moment(String date) {
        return Instant.from(HTTP.parse(date));
    }
}
