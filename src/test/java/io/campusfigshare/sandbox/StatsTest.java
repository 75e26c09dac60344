package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statistics have the irregularities of Figshare's (FACTS section 5). The current date is 1 November 2026. */
class StatsTest extends SandboxTest {

    private static final String ITEM = "article/2000001";
    private static final String[] BASIC = {"Authorization", "Basic c2FuZGJveDpzYW5kYm94"};

    @Test
    void totalsNeedTheInstitutionButNoPassword() throws IOException {
        assertThat(totals("/stats/westmark/total/views/" + ITEM)).isPositive();
        assertThat(totals("/stats/total/views/" + ITEM)).isZero();
        assertThat(totals("/stats/westmark/total/views/article/5616445")).isZero();
        assertThat(totals("/stats/total/views/article/5616445")).isPositive();
    }

    @Test
    void unknownItemsHaveATotalOfZero() throws IOException {
        assertThat(totals("/stats/westmark/total/shares/article/999999999")).isZero();
        assertThat(List.of("{}", "null"))
                .contains(text(get("/stats/westmark/timeline/day/views/article/999999999", BASIC)))
                .contains(text(get("/stats/westmark/timeline/day/views/article/999999998", BASIC)));
        assertThat(get("/stats/nothing/such").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"timeline/month/views/" + ITEM, "breakdown/year/downloads/" + ITEM, "top/views/article"})
    void statisticsOfAnInstitutionNeedAPassword(String path) throws IOException {
        HttpResponse<byte[]> refused = get("/stats/westmark/" + path);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(text(refused)))
                .isEqualTo(
                        new JsonObject("{\"data\":null,\"code\":\"Forbidden\",\"message\":\"Unauthorized request\"}"));
        assertThat(get("/stats/westmark/" + path, "Authorization", "token secret")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/stats/westmark/" + path, BASIC).statusCode()).isEqualTo(200);
    }

    @Test
    void aSpanThatIsTooLongIsClippedSilently() throws IOException {
        String path = "/stats/westmark/timeline/day/views/" + ITEM + "?start_date=2020-03-01&end_date=";

        assertThat(object(path + "2024-12-31", BASIC)).isEqualTo(object(path + "2021-02-28", BASIC));
        assertThat(object(path + "2021-02-28", BASIC)).isNotEqualTo(object(path + "2021-01-31", BASIC));
    }

    @Test
    void theDefaultSpanIsTheCurrentMonth() throws IOException {
        assertThat(object("/stats/westmark/timeline/month/views/" + ITEM, BASIC)
                        .getJsonObject("timeline")
                        .fieldNames())
                .isSubsetOf("2026-11");
    }

    @Test
    void periodsAreSparseAndUnordered() throws IOException {
        JsonObject days = object(
                        "/stats/westmark/timeline/day/views/" + ITEM + "?start_date=2020-01-01&end_date=2020-12-31",
                        BASIC)
                .getJsonObject("timeline");

        assertThat(days.size()).isBetween(50, 150);
        assertThat(List.copyOf(days.fieldNames()))
                .isNotEqualTo(days.fieldNames().stream().sorted().toList());
    }

    @Test
    void aBreakdownHasBothSpellingsOfUnknown() throws IOException {
        JsonObject years = object(
                        "/stats/westmark/breakdown/year/views/" + ITEM + "?start_date=2020-01-01&end_date=2021-12-31",
                        BASIC)
                .getJsonObject("breakdown");

        assertThat(years.getJsonObject("2020").fieldNames()).contains("Unknown", "Unkown", "Netherlands");
        assertThat(years.getJsonObject("2020").getJsonObject("Netherlands").fieldNames())
                .contains("total", "Venlo", "Unknown");
    }

    @Test
    void topWithASubItemHasNoOuterKey() throws IOException {
        assertThat(object("/stats/westmark/top/views/article", BASIC).getJsonObject("top"))
                .hasSize(10);
        assertThat(object("/stats/westmark/top/views/article?n=3", BASIC).getJsonObject("top"))
                .hasSize(3);
        assertThat(object("/stats/westmark/top/views/group?item_id=4202&sub_item=item_type", BASIC)
                        .fieldNames())
                .isNotEmpty()
                .doesNotContain("top");
    }

    @ParameterizedTest
    @CsvSource({
        "/stats/total/hugs/article/1, InvalidParams, counter",
        "/stats/total/views/article, InvalidParams, item_type",
        "/stats/total/views/planet/1, InvalidParams, item_type",
        "/stats/timeline/decade/views/article/5616445, InvalidParams, granularity",
        "/stats/timeline/day/views/group/1?sub_item=category, MissingParams, sub_item_id"
    })
    void invalidParametersAreNamed(String path, String code, String parameter) throws IOException {
        HttpResponse<byte[]> refused = get(path);

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonObject body = new JsonObject(text(refused));
        assertThat(body.getString("code")).isEqualTo(code);
        assertThat(body.getJsonObject("data").encode()).contains("\"" + parameter + "\"");
    }

    @Test
    void theArticlesOfGroupsAreCounted() throws IOException {
        assertThat(new JsonObject(
                                text(send("POST", "/stats/count/articles", "{\"groups\":[{\"id\":4202},{\"id\":1}]}")))
                        .getInteger("4202"))
                .isPositive();
    }

    private static long totals(String path) throws IOException {
        return object(path).getLong("totals");
    }
}
