package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleTest extends SandboxTest {

    @Test
    void theSeededRecordIsServedUnchanged() throws IOException {
        assertThat(object("/v2/articles/123456")).isEqualTo(Seeds.object("article-123456"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/articles/1",
                "/v2/articles/8351662",
                "/v2/articles/2000011",
                "/v2/articles/abc",
                "/v2/articles/2000001/versions/9",
                "/v2/articles/1/files"
            })
    void anUnknownOrPrivateItemIsNotFound(String path) throws IOException {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(text(response))).isEqualTo(new JsonObject("""
                        {"message":"Entity not found: ArticleVersion","code":"EntityNotFound"}"""));
    }

    @Test
    void anUnknownPathIsNotFoundInJson() throws IOException {
        HttpResponse<byte[]> response = get("/v2/nothing");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        assertThat(send("POST", "/v2/articles", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void everyVersionHasItsOwnRecord() throws IOException {
        JsonArray versions = array("/v2/articles/2000003/versions");
        assertThat(versions).hasSize(3);
        String url = versions.getJsonObject(0).getString("url");
        assertThat(url).isEqualTo(base + "/v2/articles/2000003/versions/1");
        assertThat(object(url).getString("doi")).endsWith(".v1");
        assertThat(object("/v2/articles/2000003").getString("doi")).endsWith(".v3");
        assertThat(array("/v2/articles/5616445/versions")).hasSize(2);
    }

    @Test
    void anItemUnderEmbargoHasAnEmptyListOfVersions() throws IOException {
        assertThat(get("/v2/articles/2000011").statusCode()).isEqualTo(404);
        assertThat(array("/v2/articles/2000011/versions")).isEmpty();
        control.change(2000011, "{\"is_embargoed\":false}");
        assertThat(get("/v2/articles/2000011").statusCode()).isEqualTo(200);
    }

    @Test
    void aRecordShowsTenFilesAndTheListShowsAll() throws IOException {
        assertThat(object("/v2/articles/2000007").getJsonArray("files")).hasSize(10);
        assertThat(array("/v2/articles/2000007/files")).hasSize(10);
        assertThat(array("/v2/articles/2000007/files?page=3&page_size=10")).hasSize(5);
        assertThat(array("/v2/articles/2000007/versions/1/files?limit=1000")).hasSize(25);
        assertThat(get("/v2/articles/2000007/files?page_size=1001").statusCode())
                .isEqualTo(422);
    }

    @Test
    void addressesUseTheHostOfTheRequest() throws IOException {
        JsonObject record = object("/v2/articles/2000001");
        assertThat(record.getString("url")).isEqualTo(base + "/v2/articles/2000001");
        JsonObject file = record.getJsonArray("files").getJsonObject(0);
        assertThat(file.getString("download_url")).isEqualTo(base + "/ndownloader/files/" + file.getLong("id"));
    }

    @Test
    void anUnchangedRecordIsNotModified() throws IOException {
        String tag = header(get("/v2/articles/2000001"), "ETag");
        assertThat(get("/v2/articles/2000001", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        control.change(2000001, "{\"title\":\"New\"}");
        assertThat(get("/v2/articles/2000001", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aChangeIsVisibleUntilTheReset() throws IOException {
        String before = object("/v2/articles/2000001").getString("modified_date");
        control.change(2000001, "{\"title\":\"New title\"}");
        JsonObject changed = object("/v2/articles/2000001");
        assertThat(changed.getString("title")).isEqualTo("New title");
        assertThat(changed.getString("modified_date")).isGreaterThan(before);
        control.change(2000002, "{\"modified_date\":\"2020-01-01T00:00:00Z\",\"license\":null}");
        assertThat(object("/v2/articles/2000002").getString("modified_date")).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(object("/v2/articles/2000002").getValue("license")).isNull();
        control.reset();
        assertThat(object("/v2/articles/2000001").getString("modified_date")).isEqualTo(before);
    }

    @Test
    void aWithdrawnItemIsNotFound() throws IOException {
        control.withdraw(2000001);
        assertThat(get("/v2/articles/2000001").statusCode()).isEqualTo(404);
        assertThat(ids(array("/v2/articles?institution=42&limit=100"))).doesNotContain(2000001L);
        assertThat(send("DELETE", "/sandbox/articles/2000001", "").statusCode()).isEqualTo(404);
    }

    @Test
    void collectionsAndProjectsListTheirArticles() throws IOException {
        assertThat(ids(array("/v2/collections"))).containsExactly(2100001L, 2100002L, 2100003L);
        assertThat(object("/v2/collections/2100001").getString("title")).contains("<em>");
        assertThat(ids(array("/v2/collections/2100001/articles"))).containsExactly(2000001L, 2000026L, 2000009L);
        assertThat(array("/v2/collections/2100001/versions")).hasSize(1);
        assertThat(ids(array("/v2/projects?institution=42"))).containsExactly(2200002L, 2200001L);
        assertThat(ids(array("/v2/projects/2200001/articles"))).contains(2000003L);
        assertThat(get("/v2/projects/1").statusCode()).isEqualTo(404);
    }

    @Test
    void itemTypeBasedMetadataIsInFieldsOnly() throws IOException {
        JsonObject listed = Seeds.objects(array("/v2/collections"))
                .filter(entry -> entry.getLong("id") == 2100003)
                .findFirst()
                .orElseThrow();
        assertThat(listed.fieldNames())
                .containsExactlyInAnyOrder("id", "doi", "handle", "url", "timeline", "published_date");
        JsonObject collection = object("/v2/collections/2100003");
        assertThat(collection.fieldNames())
                .contains("articles_count", "group_id")
                .doesNotContain("title", "description", "authors", "categories", "keywords", "tags");
        assertThat(collection.getJsonObject("fields").fieldNames())
                .contains("title", "description", "authors", "categories", "keywords", "Data steward");
        assertThat(object("/v2/projects/2200002").getJsonObject("fields").getString("title"))
                .isEqualTo("Night work in Westmark");
        assertThat(ids(new JsonArray(text(send("POST", "/v2/projects/search", "{\"search_for\":\"night work\"}")))))
                .containsExactly(2200002L);
    }

    @Test
    void anAccountsArticlesNeedAToken() throws IOException {
        HttpResponse<byte[]> refused = get("/v2/account/articles");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(text(refused)).getString("code")).isEqualTo("Forbidden");
        assertThat(array("/v2/account/articles?page=1&page_size=10", "Authorization", "token any"))
                .isEqualTo(Seeds.array("account-articles"));
        assertThat(array("/v2/account/institution/groups", "Authorization", "token any"))
                .hasSize(6);
        assertThat(array(
                        "/v2/account/institution/accounts?institution_user_id=nobody@westmark.example",
                        "Authorization",
                        "token any"))
                .isEmpty();
    }

    @Test
    void theInstitutionHasManyItemTypes() throws IOException {
        assertThat(array("/v2/articles?institution=42&limit=1000").stream()
                        .map(entry -> ((JsonObject) entry).getString("defined_type_name"))
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(10);
    }
}
