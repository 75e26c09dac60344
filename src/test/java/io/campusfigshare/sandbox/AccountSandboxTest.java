package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Item;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/** Base of tests that call the sandbox with a token. */
abstract class AccountSandboxTest extends SandboxTest {

    static final String ARTICLES = "/v2/account/articles";
    static final long ADMINISTRATOR = 1495600;
    static final long MAREN = 1495601;
    static final long TOBIAS = 1495602;
    static final long ALDO_WITHOUT_ORCID = 1495604;

    static HttpResponse<byte[]> call(String method, String path, JsonObject body) throws IOException {
        return send(method, path, body.encode(), "Authorization", "token any", "Content-Type", "application/json");
    }

    static HttpResponse<byte[]> call(String method, String path) throws IOException {
        return send(method, path, "", "Authorization", "token any");
    }

    static JsonObject read(String path) throws IOException {
        return new JsonObject(text(assertStatus(call("GET", path), 200)));
    }

    static JsonArray readAll(String path) throws IOException {
        return new JsonArray(text(assertStatus(call("GET", path), 200)));
    }

    static HttpResponse<byte[]> assertStatus(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        return response;
    }

    static HttpResponse<byte[]> assertRejected(HttpResponse<byte[]> response, int status, String message) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(new JsonObject(text(response)).getString("message")).contains(message);
        return response;
    }

    static JsonObject as(long account) {
        return new JsonObject().put("impersonate", account);
    }

    static String article(long id, long account) {
        return ARTICLES + "/" + id + "?impersonate=" + account;
    }

    static long create(long account, String title) throws IOException {
        return create(as(account).put("title", title));
    }

    static long create(JsonObject body) throws IOException {
        return new JsonObject(text(assertStatus(call("POST", ARTICLES, body), 201))).getLong("entity_id");
    }

    /** Creates a draft with all fields that a publication requires. Returns its id. */
    static long createComplete(long account, String title) throws IOException {
        return create(as(account)
                .put("title", title)
                .put("description", "<p>What it is.</p>")
                .put("defined_type", "dataset")
                .put("keywords", new JsonArray().add("one").add("two"))
                .put("categories_by_source_id", new JsonArray().add("310301"))
                .put("license", 1)
                .put(
                        "custom_fields",
                        new JsonObject().put("Instrument", "Ruler").put("Data steward", "Ida Roe")));
    }

    static List<String> names(JsonObject article) {
        return Item.objects(article, "authors")
                .map(author -> author.getString("full_name"))
                .toList();
    }
}
