package io.campusfigshare.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a catalogue that follows Figshare every second. */
@QuarkusTest
class ChangeResourceTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        long id = sandbox.publish("{}");
        Awaitility.await("the fill")
                .atMost(Duration.ofMinutes(3))
                .until(() -> all().stream().anyMatch(change -> change.endsWith(" " + id)));
    }

    @Test
    void whoFollowsTheCursorSeesEveryChangeOnce() {
        List<String> changes = all();

        assertThat(changes).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        assertThat(changes).first().asString().startsWith("created ");
    }

    @Test
    void atTheEndThereIsNothingNewAndTheCursorStays() {
        String end = end();

        changes("?after=" + end)
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("next", equalTo(end))
                .header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void whoWaitsIsToldWhenItHappens() throws Exception {
        String end = end();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = readers.submit(() -> changes("?wait=60&after=" + end).jsonPath());
            long id = sandbox.publish("{}");

            JsonPath told = waiting.get(50, TimeUnit.SECONDS);

            assertThat(told.getString("items[0].kind")).isEqualTo("created");
            assertThat(told.getLong("items[0].item")).isEqualTo(id);
            assertThat(told.getString("items[0].url")).endsWith("/v1/items/" + id);
        }
    }

    @Test
    void whoWaitsInVainIsAnsweredAllTheSame() {
        String end = end();

        changes("?wait=1&after=" + end).then().statusCode(200).body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "size=0", "size=1001", "wait=61", "wait=-1"})
    void aWrongParameterIsRefused(String query) {
        changes("?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    private static List<String> all() {
        var all = new ArrayList<String>();
        String next = "0";
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
