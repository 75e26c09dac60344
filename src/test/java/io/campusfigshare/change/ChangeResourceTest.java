package io.campusfigshare.change;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChangeResourceTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        sandbox.reset();
        sandbox.publish("{}");
        syncs.items();
    }

    @Test
    void cursorReturnsEachChangeOnce() {
        String before = end();
        long first = sandbox.generate(40, "{}");
        syncs.items();

        assertThat(since(before))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(first, first + 40)
                        .mapToObj(id -> "created " + id)
                        .toList());
        changes("?size=7").then().body("items", hasSize(7)).body("items[0].kind", equalTo("created"));
    }

    @Test
    void cursorStaysAtTheEnd() {
        String end = end();

        changes("?after=" + end)
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("next", equalTo(end))
                .header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void waitEndsWithAChange() throws Exception {
        String end = end();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = readers.submit(() -> changes("?wait=60&after=" + end).jsonPath());
            long id = sandbox.publish("{}");
            syncs.items();

            JsonPath told = waiting.get(50, TimeUnit.SECONDS);

            assertThat(told.getString("items[0].kind")).isEqualTo("created");
            assertThat(told.getLong("items[0].item")).isEqualTo(id);
            assertThat(told.getString("items[0].url")).endsWith("/v1/items/" + id);
        }
    }

    @Test
    void waitEndsWithoutAChange() {
        String end = end();

        changes("?wait=1&after=" + end).then().statusCode(200).body("items", empty());
    }

    @Test
    void atomFeedIsReadable() {
        long id = sandbox.publish("{\"title\":\"Eels & <em>elvers</em>\"}");
        String before = end();
        syncs.items();

        XmlPath feed = given().accept("application/atom+xml")
                .get("/v1/changes?after=" + before)
                .then()
                .statusCode(200)
                .contentType("application/atom+xml")
                .header("Vary", containsString("Accept"))
                .extract()
                .xmlPath();

        assertThat(feed.getString("feed.entry.title")).isEqualTo("Eels & elvers");
        assertThat(feed.getString("feed.entry.category.@term")).isEqualTo("created");
        assertThat(feed.getString("feed.entry.link.@href")).endsWith("/v1/items/" + id);
        assertThat(feed.getString("feed.link.find { it.@rel == 'next' }.@href"))
                .endsWith("/v1/changes?after=" + end() + "&format=atom&size=100");
        String entry = feed.getString("feed.entry.id");
        changes(entry.substring(entry.indexOf('?')))
                .then()
                .body("items", hasSize(1))
                .body("items[0].item", equalTo((int) id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "",
                "application/atom+xml;q=0.1, application/json",
                "text/html, application/json;q=0.5"
            })
    void jsonIsTheDefaultFormat(String accept) {
        for (String path : List.of("/v1/changes?size=1", "/v1/reports/embargoes?size=1", "/v1/reports/completeness")) {
            given().header("Accept", accept)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("items", not(empty()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "size=0", "size=1001", "wait=61", "wait=-1"})
    void aWrongParameterIsRefused(String query) {
        changes("?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    private static List<String> since(String cursor) {
        var all = new ArrayList<String>();
        String next = cursor;
        while (true) {
            JsonPath page = changes("?size=7&after=" + next).jsonPath();
            if (page.getList("items").isEmpty()) {
                return all;
            }
            for (int i = 0; i < page.getList("items").size(); i++) {
                all.add(page.getString("items[" + i + "].kind") + " " + page.getLong("items[" + i + "].item"));
            }
            next = page.getString("next");
        }
    }

    private static String end() {
        String next = "0";
        while (true) {
            String after = changes("?size=1000&after=" + next).jsonPath().getString("next");
            if (after.equals(next)) {
                return next;
            }
            next = after;
        }
    }

    private static Response changes(String query) {
        return RestAssured.get("/v1/changes" + query);
    }
}
