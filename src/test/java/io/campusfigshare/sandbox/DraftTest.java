package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest extends AccountSandboxTest {

    @Test
    void theNewestDraftIsFirstAndVisibleToItsOwnerOnly() throws IOException {
        long first = create(TOBIAS, "First");
        long second = create(TOBIAS, "Second");
        JsonArray list = readAll(ARTICLES + "?impersonate=" + TOBIAS + "&page_size=1000");
        assertThat(ids(list)).startsWith(second, first).contains(2000004L);
        assertThat(list.getJsonObject(0).getValue("published_date")).isNull();
        assertThat(ids(readAll(ARTICLES + "?impersonate=" + MAREN + "&limit=1000")))
                .contains(2000001L)
                .doesNotContain(first, second);
        assertThat(readAll(ARTICLES)).hasSize(10);
    }

    @Test
    void aCreateReturnsTheLocation() throws IOException {
        HttpResponse<byte[]> response = call("POST", ARTICLES, as(MAREN).put("title", "Here"));
        JsonObject created = new JsonObject(text(response));
        assertThat(created.getString("location"))
                .isEqualTo(base + ARTICLES + "/" + created.getLong("entity_id"))
                .isEqualTo(header(response, "Location"));
        assertThat(created.getJsonArray("warnings")).isEmpty();
    }

    @Test
    void theLocationOnlyFaultOmitsTheBody() throws IOException {
        control.fault("location-only").start();
        HttpResponse<byte[]> response =
                assertStatus(call("POST", ARTICLES, as(MAREN).put("title", "Bare")), 201);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Location")).matches(".*/v2/account/articles/\\d+");
    }

    @Test
    void fieldsAreStoredInTheirOutputFormat() throws IOException {
        long id = createComplete(MAREN, "Everything");
        JsonObject more = as(MAREN)
                .put("funding_list", new JsonArray().add(new JsonObject().put("title", "Grant of mine")))
                .put(
                        "related_materials",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("identifier", "10.99999/x")
                                        .put("identifier_type", "DOI")))
                .put("timeline", new JsonObject().put("publisherPublication", "2020-02-03"))
                .put("group_id", 4203)
                .put("is_nonsense", true);
        HttpResponse<byte[]> response = assertStatus(call("PATCH", ARTICLES + "/" + id, more), 205);
        assertThat(header(response, "Location")).isEqualTo(base + ARTICLES + "/" + id);
        assertThat(response.body()).isEmpty();
        JsonObject article = read(article(id, MAREN));
        assertThat(article.getInteger("defined_type")).isEqualTo(3);
        assertThat(article.getJsonArray("tags"))
                .isEqualTo(article.getJsonArray("keywords"))
                .hasSize(2);
        assertThat(article.getJsonObject("license").getString("name")).isEqualTo("CC BY 4.0");
        assertThat(article.getJsonArray("categories").getJsonObject(0).getLong("id"))
                .isEqualTo(24003);
        assertThat(article.getJsonArray("funding_list").getJsonObject(0).getInteger("is_user_defined"))
                .isEqualTo(1);
        assertThat(article.getJsonArray("related_materials").getJsonObject(0).getString("link"))
                .isEqualTo("https://doi.org/10.99999/x");
        assertThat(article.getLong("group_id")).isEqualTo(4203);
        assertThat(article.getString("status")).isEqualTo("draft");
        assertThat(article.containsKey("is_nonsense")).isFalse();
    }

    @Test
    void aListReplacesThePreviousList() throws IOException {
        long id = createComplete(MAREN, "Lists");
        JsonObject fewer =
                as(MAREN).put("keywords", new JsonArray().add("three")).put("custom_fields_list", new JsonArray());
        assertStatus(call("PUT", ARTICLES + "/" + id, fewer), 205);
        JsonObject article = read(article(id, MAREN));
        assertThat(article.getJsonArray("tags")).containsExactly("three");
        assertThat(article.getJsonArray("custom_fields")).isEmpty();
        assertThat(article.getString("title")).isEqualTo("Lists");
    }

    @Test
    void theBody205FaultSendsABody() throws IOException {
        long id = create(MAREN, "Bodily");
        control.fault("body-205").start();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> response =
                    assertStatus(call("PATCH", ARTICLES + "/" + id, as(MAREN).put("title", "Bodily " + i)), 205);
            assertThat(new JsonObject(text(response)).getString("location")).endsWith("/" + id);
        }
        assertThat(read(article(id, MAREN)).getString("title")).isEqualTo("Bodily 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {}",
                "400 | {\"title\": \"ab\"}",
                "400 | {\"title\": null}",
                "400 | {\"title\": \"abc\", \"license\": \"1\"}",
                "422 | {\"title\": \"abc\", \"license\": 99}",
                "422 | {\"title\": \"abc\", \"defined_type\": \"sculpture\"}",
                "400 | {\"title\": \"abc\", \"defined_type\": 3}",
                "404 | {\"title\": \"abc\", \"categories\": [24001]}",
                "404 | {\"title\": \"abc\", \"group_id\": 1}",
                "400 | {\"title\": \"abc\", \"keywords\": \"one\"}",
                "404 | {\"title\": \"abc\", \"authors\": [{\"id\": 3}]}",
                "400 | {\"title\": \"abc\", \"authors\": [{\"email\": \"a@b.example\"}]}",
                "422 | {\"title\": \"abc\", \"authors\": [{\"name\": \"M O\", \"orcid_id\": \"0009-0099-0042-0018\"}]}",
                "422 | {\"title\": \"abc\", \"custom_fields\": {\"Telescope\": \"x\"}}",
                "422 | {\"title\": \"abc\", \"custom_fields\": {\"Methods\": [\"Prayer\"]}}",
                "422 | {\"title\": \"abc\", \"timeline\": {\"firstOnline\": \"soon\"}}",
                "422 | {\"title\": \"abc\", \"related_materials\": [{\"identifier\": \"x\", \"relation\": \"Likes\"}]}",
                "400 | nonsense"
            })
    void anInvalidArticleIsRejectedAndNotCreated(int status, String body) throws IOException {
        HttpResponse<byte[]> response = send("POST", ARTICLES, body, "Authorization", "token any");
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(new JsonObject(text(response)).fieldNames()).contains("message", "code");
        assertThat(array("/sandbox/account-articles?title=abc")).isEmpty();
    }

    @Test
    void anUnknownSourceIdCausesAWarning() throws IOException {
        JsonObject body =
                as(MAREN).put("title", "Warned").put("categories_by_source_id", new JsonArray().add("999999"));
        JsonObject created = new JsonObject(text(assertStatus(call("POST", ARTICLES, body), 201)));
        assertThat(created.getJsonArray("warnings")).hasSize(1);
    }

    @Test
    void theCreatorIsTheFirstAuthorUntilTheListIsReplaced() throws IOException {
        JsonArray asked = new JsonArray()
                .add(new JsonObject().put("name", "Ann B. Other"))
                .add(new JsonObject().put("id", 1000101));
        long id = create(as(MAREN).put("title", "Together").put("authors", asked));
        assertThat(names(read(article(id, MAREN)))).containsExactly("Maren Oakhurst", "Ann B. Other");
        String authors = ARTICLES + "/" + id + "/authors";
        JsonArray tobias = new JsonArray().add(new JsonObject().put("id", 1000102));
        assertStatus(call("PUT", authors, as(MAREN).put("authors", tobias)), 205);
        assertStatus(call("POST", authors, as(MAREN).put("authors", asked)), 205);
        JsonArray people = readAll(authors + "?impersonate=" + MAREN);
        assertThat(Seeds.objects(people).map(author -> author.getString("last_name")))
                .containsExactly("Fennimore", "Other", "Oakhurst");
        assertStatus(call("DELETE", authors + "/1000102?impersonate=" + MAREN), 204);
        assertRejected(call("DELETE", authors + "/1000102?impersonate=" + MAREN), 404, "Author");
        assertThat(names(read(article(id, MAREN)))).containsExactly("Ann B. Other", "Maren Oakhurst");
    }

    @Test
    void categoriesAreSetAddedAndRemoved() throws IOException {
        long id = create(MAREN, "Sorted");
        String categories = ARTICLES + "/" + id + "/categories";
        assertStatus(call("PUT", categories, as(MAREN).put("categories", new JsonArray().add(24003))), 205);
        assertStatus(call("POST", categories, as(MAREN).put("categories", new JsonArray().add(24004))), 205);
        assertRejected(
                call("POST", categories, as(MAREN).put("categories", new JsonArray().add(1))),
                404,
                "Not allowed to set category");
        assertStatus(call("DELETE", categories + "/24003?impersonate=" + MAREN), 204);
        assertThat(ids(readAll(categories + "?impersonate=" + MAREN))).containsExactly(24004L);
    }

    @Test
    void theControlApiListsAllAccountArticles() throws IOException {
        create(MAREN, "Twice");
        create(TOBIAS, "Twice");
        assertThat(Seeds.objects(array("/sandbox/account-articles?title=Twice"))
                        .map(article -> article.getLong("account_id")))
                .containsExactly(MAREN, TOBIAS);
        control.reset();
        assertThat(array("/sandbox/account-articles?title=Twice")).isEmpty();
        assertThat(array("/sandbox/account-articles")).hasSizeGreaterThan(40);
    }

    @Test
    void ownersReadAndEditPublishedArticlesAsDrafts() throws IOException {
        JsonObject before = read(article(2000001, MAREN));
        assertThat(before.getString("status")).isEqualTo("public");
        assertStatus(call("PATCH", ARTICLES + "/2000001", as(MAREN).put("title", "Foraging, revised")), 205);
        JsonObject after = read(article(2000001, MAREN));
        assertThat(List.of(after.getString("title"), after.getString("status")))
                .containsExactly("Foraging, revised", "draft");
        assertThat(after.getInteger("version")).isEqualTo(2);
        assertThat(object("/v2/articles/2000001").getString("title")).isEqualTo(before.getString("title"));
        assertRejected(call("DELETE", article(2000001, MAREN)), 403, "public");
    }
}
