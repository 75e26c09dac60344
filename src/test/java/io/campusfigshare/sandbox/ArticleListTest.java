package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleListTest extends SandboxTest {

    @Test
    void aListHasTenEntriesByDefault() throws IOException {
        assertThat(array("/v2/articles")).hasSize(10);
        assertThat(array("/v2/articles?page_size=3&page=2")).hasSize(3);
        assertThat(array("/v2/articles?institution=42&limit=1000")).hasSize(39);
    }

    @Test
    void anEntryHasNoAuthorsNoDescriptionAndNoFiles() throws IOException {
        assertThat(array("/v2/articles?institution=42").getJsonObject(0).fieldNames())
                .contains("id", "title", "modified_date", "timeline")
                .doesNotContain("authors", "description", "files", "license", "citation");
    }

    @Test
    void filtersSelectItems() throws IOException {
        assertThat(ids(array("/v2/articles?group=4205&limit=100")))
                .contains(2000005L)
                .doesNotContain(2000001L);
        assertThat(ids(array("/v2/articles?group=4205&item_type=8"))).containsExactly(2000005L);
        assertThat(ids(array("/v2/articles?doi=10.99999/westmark.2000003.v3"))).containsExactly(2000003L);
        assertThat(ids(array("/v2/articles?doi=10.99999/westmark.2000003"))).containsExactly(2000003L);
        assertThat(ids(array("/v2/articles?handle=99999/westmark.2000001"))).containsExactly(2000001L);
        assertThat(ids(array("/v2/articles?resource_doi=10.1371/journal.pone.0039704")))
                .containsExactly(123456L);
    }

    @Test
    void aDateFilterExcludesItsOwnSecond() throws IOException {
        String newest = array("/v2/articles?order=modified_date&institution=42")
                .getJsonObject(0)
                .getString("modified_date");
        assertThat(array("/v2/articles?institution=42&modified_since=" + newest))
                .isEmpty();
        control.change(2000001, "{\"title\":\"Changed\"}");
        assertThat(ids(array("/v2/articles?institution=42&modified_since=" + newest)))
                .containsExactly(2000001L);
        assertThat(ids(array("/v2/articles?institution=42&published_since=2026-01-01&limit=100")))
                .contains(2000040L)
                .doesNotContain(2000020L);
    }

    @Test
    void listsAreOrderedAscendingOrDescending() throws IOException {
        List<Long> down = ids(array("/v2/articles?institution=42&order=published_date&limit=100"));
        List<Long> up = ids(array("/v2/articles?institution=42&order=published_date&order_direction=asc&limit=100"));
        assertThat(up).isEqualTo(down.reversed()).startsWith(2000001L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=1&limit=10",
                "page_size=5&offset=3",
                "page_size=1001",
                "limit=1001",
                "page=0",
                "page=5001",
                "page=x",
                "order=title",
                "order_direction=up",
                "modified_since=yesterday",
                "institution=westmark"
            })
    void invalidParametersAreUnprocessable(String query) throws IOException {
        HttpResponse<byte[]> response = get("/v2/articles?" + query);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(text(response)).fieldNames()).contains("message", "code", "data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=10&page_size=1000", "offset=9001", "offset=5001&limit=1"})
    void deepPagesAreRejected(String query) throws IOException {
        assertThat(text(get("/v2/articles?" + query))).contains("Max page reached");
    }

    @Test
    void aCursorWalksTheWholeListOnce() throws IOException {
        List<Long> walked = new ArrayList<>();
        HttpResponse<byte[]> page = get("/v2/articles?institution=42&limit=7");
        while (!new JsonArray(text(page)).isEmpty()) {
            walked.addAll(ids(new JsonArray(text(page))));
            page = get("/v2/articles?institution=42&limit=7", "X-Cursor", header(page, "X-Cursor"));
        }
        assertThat(walked).hasSize(39).doesNotHaveDuplicates();
    }

    @Test
    void aCursorPagesTheSearch() throws IOException {
        String query = "{\"institution\":42,\"limit\":30}";
        HttpResponse<byte[]> first = send("POST", "/v2/articles/search", query);
        HttpResponse<byte[]> second = send("POST", "/v2/articles/search", query, "X-Cursor", header(first, "X-Cursor"));
        assertThat(new JsonArray(text(second))).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"institution=42&page=2, 422", "institution=41, 422", "institution=42, 200"})
    void aCursorIsValidForItsOwnQueryOnly(String query, int status) throws IOException {
        String cursor = header(get("/v2/articles?institution=42"), "X-Cursor");
        assertThat(get("/v2/articles?" + query, "X-Cursor", cursor).statusCode())
                .isEqualTo(status);
        assertThat(get("/v2/articles?" + query, "X-Cursor", "bm9uc2Vuc2U").statusCode())
                .isEqualTo(422);
    }

    @Test
    void searchFindsMatchingItems() throws IOException {
        assertThat(found("wood ant")).contains(2000001L, 8327074L);
        assertThat(found("\"wood ants\" AND treadmill")).containsExactly(2000001L);
        assertThat(found(":tag: kelp")).containsExactly(2000016L);
        assertThat(found(":keyword: \"gene expression\"")).containsExactly(2000016L);
        assertThat(found(":title: kelp OR :title: pollen")).containsExactly(2000016L, 2000032L);
        assertThat(found(":author: \"Deng, Yunyan\"")).containsExactly(123456L);
        assertThat(found(":doi: 10.6084/m9.figshare.5616445.v2")).containsExactly(5616445L);
        assertThat(found(":institution: westmark AND :item_type: thesis")).containsExactly(2000005L);
        assertThat(found(":category: genomics NOT kelp")).containsExactly(2000035L);
        assertThat(found(":tag: catalysis")).containsExactly(2000023L);
    }

    @Test
    void searchByOrcidFindsItemsWithThatOrcidOnly() throws IOException {
        assertThat(found(":orcid: 0009-0099-0042-0018"))
                .contains(2000001L, 2000021L)
                .doesNotContain(2000002L);
        assertThat(found(":orcid: https://orcid.org/0009-0099-0042-0018")).contains(2000001L);
    }

    @Test
    void searchResultsHaveTheProject() throws IOException {
        JsonObject query = new JsonObject().put("project_id", 2200001);
        JsonArray entries = new JsonArray(text(search(query)));
        assertThat(ids(entries)).containsExactlyInAnyOrder(2000003L, 2000010L, 2000037L);
        assertThat(entries.getJsonObject(0).getLong("project_id")).isEqualTo(2200001);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"search_for\":\"ab\"}|422", "{\"search_for\":|400", "[]|400", "{}|200"})
    void invalidSearchesAreRejected(String body, int status) throws IOException {
        assertThat(send("POST", "/v2/articles/search", body).statusCode()).isEqualTo(status);
    }
}
