package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.deposit.metadata.Marker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The marker of a new draft is removed before anybody sees it, and no draft is created if Figshare does not keep
 * markers.
 */
@QuarkusTest
class DraftMarkerTest extends DraftTest {

    @Test
    void the_marker_is_removed_although_figshare_shows_keywords_late() {
        sandbox.fault("keywords-unshown").times(3).start();

        Response created = untilCreated("Shown late");

        assertThat(draftsAfter(created)).hasSize(1);
        assertThat(keywords(created)).containsExactly("tides");
        created.then().body("metadata.keywords", equalTo(List.of("tides")));
    }

    @Test
    void a_marker_is_refused_as_a_keyword() {
        String words = Marker.of(UUID.randomUUID()).toUpperCase(Locale.ROOT);
        JsonObject asked = new JsonObject(deposit(MAREN, "Reserved"));
        asked.getJsonObject("metadata").put("keywords", new JsonArray().add(words));

        create(anybody(), asked.encode())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/metadata/keywords/0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void the_marker_is_removed_before_the_answer(int keywords) {
        List<String> wanted =
                IntStream.range(0, keywords).mapToObj(n -> "word " + n).toList();
        JsonObject deposit = new JsonObject(deposit(MAREN, "With " + keywords));
        deposit.getJsonObject("metadata").put("keywords", new JsonArray(wanted));

        Response created =
                anybody().header("Idempotency-Key", key).body(deposit.encode()).post("/v1/deposits");

        created.then().statusCode(201).body("metadata.keywords", equalTo(wanted));
        assertThat(sandbox.received(null, ARTICLES + "(/\\d+)?"))
                .extracting(Received::method)
                .containsExactly("POST", "GET", "PATCH", "GET");
        assertThat(keywords(created)).isEqualTo(wanted);
    }

    @Test
    void nothing_is_published_with_a_marker() {
        String path = created(anybody(), deposit(MAREN, "Not to be seen"));
        long item = sandbox.accountArticles("Not to be seen").getFirst().id();
        String marker = Marker.of(UUID.randomUUID());
        sandbox.edit(
                MARENS_ACCOUNT,
                item,
                new JsonObject()
                        .put("keywords", new JsonArray().add("tides").add(marker))
                        .encode());

        publish(anybody(), path).then().statusCode(200).body("state", equalTo("published"));

        get("/v1/items/" + item).then().statusCode(200).body("keywords", equalTo(List.of("tides")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keywords-dropped", "keywords-refused", "keywords-stuck"})
    void nothing_is_created_if_figshare_does_not_keep_markers(String quirk) {
        sandbox.fault(quirk).start();
        recoveries.checkMarkers();
        sandbox.clearLog();

        create("Not safely").then().statusCode(503).body("type", endsWith(":marker-not-kept"));
        assertThat(sandbox.count("POST", ARTICLES)).isZero();
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isZero();

        sandbox.clearFaults();
        recoveries.checkMarkers();
        assertThat(draftsAfter(create("Not safely"))).hasSize(1);
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isEqualTo(1);
        assertThat(sandbox.accountArticles(null))
                .extracting(Owned::title)
                .noneMatch(title -> title.startsWith("Check of"));
    }

    @Test
    void nothing_is_created_before_the_first_marker_check() throws SQLException {
        execute("update marker_check set kept = null, begun = clock_timestamp()");
        recoveries.checkMarkersWhenDue();
        assertThat(metrics.get("deposit.marker.kept").gauge().value()).isNaN();
        String url = withoutWaiting(new JsonObject(deposit(MAREN, "Waits for the check")));
        recoveries.now();
        assertThat(sandbox.count("POST", ARTICLES)).isZero();

        recoveries.checkMarkers();

        soon().untilAsserted(() -> {
            recoveries.now();
            anybody().get(url).then().body("state", equalTo("ready"));
        });
    }
}
