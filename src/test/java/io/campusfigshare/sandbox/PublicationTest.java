package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest extends AccountSandboxTest {

    @Test
    void whatIsPublishedIsPublicAndTheNewestOfAll() throws IOException {
        long id = complete(MAREN, "Out in the open");
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> response = succeeded(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
        assertThat(new JsonObject(text(response)).getString("location")).isEqualTo(base + "/v2/articles/" + id);
        JsonObject item = object("/v2/articles/" + id);
        assertThat(item.getString("doi")).isEqualTo("10.99999/westmark." + id + ".v1");
        assertThat(item.getString("citation")).startsWith("Oakhurst, Maren (2026): Out in the open.");
        assertThat(item.fieldNames()).doesNotContain("account_id", "curation_status");
        String newest = "/v2/articles?institution=42&group=4202&order=modified_date&order_direction=desc&limit=1";
        assertThat(ids(array(newest))).containsExactly(id);
        JsonObject mine = read(article(id, MAREN));
        assertThat(mine.getBoolean("is_public")).isTrue();
        assertThat(mine.getString("status")).isEqualTo("public");
    }

    @Test
    void publishingAgainMakesAVersionOnlyOfChanges() throws IOException {
        long id = complete(MAREN, "Once more");
        String publish = ARTICLES + "/" + id + "/publish";
        succeeded(call("POST", publish, as(MAREN)), 201);
        succeeded(call("POST", publish, as(MAREN)), 201);
        assertThat(array("/v2/articles/" + id + "/versions")).hasSize(1);
        succeeded(call("PATCH", ARTICLES + "/" + id, as(MAREN).put("title", "Once and again")), 205);
        assertThat(object("/v2/articles/" + id).getString("title")).isEqualTo("Once more");
        succeeded(call("POST", publish, as(MAREN)), 201);
        assertThat(array("/v2/articles/" + id + "/versions")).hasSize(2);
        JsonObject item = object("/v2/articles/" + id);
        assertThat(item.getString("title")).isEqualTo("Once and again");
        assertThat(item.getString("doi")).endsWith(".v2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "description | {\"description\": \"\"}",
                "authors | {\"authors\": []}",
                "tags | {\"tags\": []}",
                "categories | {\"categories\": []}",
                "Instrument | {\"custom_fields\": {\"Data steward\": \"Ida Roe\"}}",
                "Data steward | {\"custom_fields\": {\"Instrument\": \"Ruler\", \"Data steward\": \"\"}}"
            })
    void theFirstFieldMissingIsTold(String field, String change) throws IOException {
        long id = complete(MAREN, "Lacking");
        succeeded(call("PATCH", ARTICLES + "/" + id, new JsonObject(change).mergeIn(as(MAREN))), 205);
        refused(
                call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)),
                400,
                "Missing mandatory field for publication - " + field);
        assertThat(read(article(id, MAREN)).getBoolean("is_public")).isFalse();
    }

    @Test
    void aBareDraftLacksMore() throws IOException {
        long id = create(as(MAREN)
                .put("title", "Bare")
                .put("description", "x")
                .put("tags", new JsonArray().add("x"))
                .put("categories", new JsonArray().add(24003)));
        String publish = ARTICLES + "/" + id + "/publish";
        refused(call("POST", publish, as(MAREN)), 400, "license");
        succeeded(call("PATCH", ARTICLES + "/" + id, as(MAREN).put("license", 2)), 205);
        refused(call("POST", publish, as(MAREN)), 400, "defined_type");
    }
}
