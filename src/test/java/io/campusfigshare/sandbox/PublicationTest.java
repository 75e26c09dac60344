package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest extends AccountSandboxTest {

    @Test
    void aPublishedArticleIsPublicAndTheMostRecentlyModified() throws IOException {
        long id = createComplete(MAREN, "Out in the open");
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> response = assertStatus(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
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
    void publishingAgainCreatesAVersionOnlyAfterChanges() throws IOException {
        long id = createComplete(MAREN, "Once more");
        String publish = ARTICLES + "/" + id + "/publish";
        assertStatus(call("POST", publish, as(MAREN)), 201);
        assertStatus(call("POST", publish, as(MAREN)), 201);
        assertThat(array("/v2/articles/" + id + "/versions")).hasSize(1);
        assertStatus(call("PATCH", ARTICLES + "/" + id, as(MAREN).put("title", "Once and again")), 205);
        assertThat(object("/v2/articles/" + id).getString("title")).isEqualTo("Once more");
        assertStatus(call("POST", publish, as(MAREN)), 201);
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
    void theFirstMissingFieldIsNamed(String field, String change) throws IOException {
        long id = createComplete(MAREN, "Lacking");
        assertStatus(call("PATCH", ARTICLES + "/" + id, new JsonObject(change).mergeIn(as(MAREN))), 205);
        assertRejected(
                call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)),
                400,
                "Missing mandatory field for publication - " + field);
        assertThat(read(article(id, MAREN)).getBoolean("is_public")).isFalse();
    }

    @Test
    void aDraftNeedsALicenceAndAType() throws IOException {
        long id = create(as(MAREN)
                .put("title", "Bare")
                .put("description", "x")
                .put("tags", new JsonArray().add("x"))
                .put("categories", new JsonArray().add(24003)));
        String publish = ARTICLES + "/" + id + "/publish";
        assertRejected(call("POST", publish, as(MAREN)), 400, "license");
        assertStatus(call("PATCH", ARTICLES + "/" + id, as(MAREN).put("license", 2)), 205);
        assertRejected(call("POST", publish, as(MAREN)), 400, "defined_type");
    }

    @Test
    void aReservedDoiIsConstant() throws IOException {
        long id = create(MAREN, "Reserved");
        for (int i = 0; i < 2; i++) {
            JsonObject reserved = new JsonObject(
                    text(assertStatus(call("POST", ARTICLES + "/" + id + "/reserve_doi", as(MAREN)), 200)));
            assertThat(reserved.getString("doi")).isEqualTo("10.99999/westmark." + id);
        }
        assertThat(read(article(id, MAREN)).getString("doi")).isEqualTo("10.99999/westmark." + id);
    }

    @Test
    void thePublishDelayFaultDelaysThePublicRecord() throws IOException {
        long id = createComplete(MAREN, "In a while");
        control.fault("publish-delay").delay(Duration.ofMillis(300)).start();
        assertStatus(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
        assertThat(read(article(id, MAREN)).getBoolean("is_public")).isTrue();
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> get("/v2/articles/" + id).statusCode() == 200);
    }

    @Test
    void anArticleIsPublicOnlyAfterItsReview() throws IOException {
        control.review(true);
        long id = createComplete(MAREN, "To be judged");
        String publish = ARTICLES + "/" + id + "/publish";
        assertStatus(call("POST", publish, as(MAREN)), 201);
        assertStatus(call("POST", publish, as(MAREN)), 201);
        assertThat(read(article(id, MAREN)).getString("curation_status")).isEqualTo("pending");
        String reviews = "/v2/account/institution/reviews?article_id=" + id;
        JsonObject review = readAll(reviews).getJsonObject(0);
        assertThat(readAll(reviews)).hasSize(1);
        assertThat(read("/v2/account/institution/review/" + review.getLong("id"))
                        .getJsonObject("item")
                        .getString("title"))
                .isEqualTo("To be judged");
        control.reject(id);
        assertThat(read(article(id, MAREN)).getString("curation_status")).isEqualTo("rejected");
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        assertStatus(call("POST", publish, as(MAREN)), 201);
        control.approve(id);
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(200);
        assertThat(read(article(id, MAREN)).getString("curation_status")).isEqualTo("approved");
        assertThat(readAll("/v2/account/institution/reviews?status=pending")).isEmpty();
    }

    @Test
    void anArticleUnderEmbargoIsPublicAfterItsRemoval() throws IOException {
        long id = createComplete(MAREN, "Hush");
        String embargo = ARTICLES + "/" + id + "/embargo";
        JsonObject until = as(MAREN)
                .put("is_embargoed", true)
                .put("embargo_date", "2030-01-01")
                .put("embargo_type", "article")
                .put("embargo_options", new JsonArray().add(new JsonObject().put("id", 364)));
        assertStatus(call("PUT", embargo, until), 205);
        assertStatus(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        assertThat(array("/v2/articles/" + id + "/versions")).isEmpty();
        assertThat(read(article(id, MAREN)).getBoolean("is_public")).isFalse();
        JsonObject held = read(embargo + "?impersonate=" + MAREN);
        assertThat(held.getString("embargo_date")).isEqualTo("2030-01-01T00:00:00");
        assertThat(held.getJsonArray("embargo_options").getJsonObject(0).getString("type"))
                .isEqualTo("ip_range");
        assertStatus(call("DELETE", embargo + "?impersonate=" + MAREN), 204);
        assertThat(object("/v2/articles/" + id).getBoolean("is_embargoed")).isFalse();
        assertThat(read(article(id, MAREN)).getString("status")).isEqualTo("public");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"is_embargoed\": true, \"embargo_date\": \"2030-01-01\"}",
                "422 | {\"is_embargoed\": true, \"embargo_date\": \"2020-01-01\", \"embargo_type\": \"file\"}",
                "422 | {\"is_embargoed\": true, \"embargo_date\": \"soon\", \"embargo_type\": \"file\"}",
                "422 | {\"is_embargoed\": true, \"embargo_date\": \"0\", \"embargo_type\": \"all\"}",
                "422 | {\"is_embargoed\": true, \"embargo_date\": \"0\", \"embargo_type\": \"file\", \"embargo_options\": [{\"id\": 1}]}",
                "422 | {\"is_embargoed\": true, \"embargo_date\": \"0\", \"embargo_type\": \"file\", \"embargo_options\": [{\"id\": 364}, {\"id\": 366}]}"
            })
    void anInvalidEmbargoIsRejected(int status, String body) throws IOException {
        long id = create(MAREN, "Ruled");
        assertRejected(
                call("PUT", ARTICLES + "/" + id + "/embargo", new JsonObject(body).mergeIn(as(MAREN))),
                status,
                "embargo");
    }

    @Test
    void anUnpublishedArticleIsADraft() throws IOException {
        long id = createComplete(MAREN, "Withdrawn");
        String unpublish = ARTICLES + "/" + id + "/unpublish";
        assertRejected(call("POST", unpublish, as(MAREN).put("reason", "A mistake")), 400, "not published");
        assertStatus(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
        assertRejected(call("POST", unpublish, as(MAREN)), 400, "reason");
        assertRejected(call("POST", unpublish, as(MAREN).put("reason", "No")), 400, "reason");
        assertStatus(call("POST", unpublish, as(MAREN).put("reason", "A mistake")), 204);
        assertThat(get("/v2/articles/" + id).statusCode()).isEqualTo(404);
        assertThat(read(article(id, MAREN)).getString("status")).isEqualTo("draft");
        assertStatus(call("POST", ARTICLES + "/" + id + "/publish", as(MAREN)), 201);
        assertThat(object("/v2/articles/" + id).getInteger("version")).isEqualTo(2);
        assertStatus(call("POST", unpublish, as(MAREN).put("reason", "Another mistake")), 204);
        assertStatus(call("DELETE", article(id, MAREN)), 204);
    }

    @Test
    void privateLinksLastAYearAndNeedAnOrcid() throws IOException {
        long id = create(MAREN, "Shared");
        String links = ARTICLES + "/" + id + "/private_links";
        HttpResponse<byte[]> created = assertStatus(call("POST", links, as(MAREN)), 201);
        String location = header(created, "Location");
        JsonObject link = readAll(links + "?impersonate=" + MAREN).getJsonObject(0);
        assertThat(location).isEqualTo(base + links + "/" + link.getString("id"));
        assertThat(link.getString("html_location")).endsWith(new JsonObject(text(created)).getString("token"));
        assertThat(link.getString("expires_date")).isEqualTo("2027-11-01T12:00:00");
        assertStatus(call("PUT", location, as(MAREN).put("expires_date", "2028-02-22 22:22:22")), 205);
        assertThat(readAll(links + "?impersonate=" + MAREN).getJsonObject(0).getString("expires_date"))
                .isEqualTo("2028-02-22T22:22:22");
        assertRejected(call("POST", links, as(MAREN).put("expires_date", "2001-01-01")), 422, "Invalid expires date");
        assertStatus(call("DELETE", location + "?impersonate=" + MAREN), 204);
        assertThat(readAll(links + "?impersonate=" + MAREN)).isEmpty();
        long other = create(ALDO_WITHOUT_ORCID, "Not shared");
        assertRejected(call("POST", ARTICLES + "/" + other + "/private_links", as(ALDO_WITHOUT_ORCID)), 403, "ORCID");
    }
}
