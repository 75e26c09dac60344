package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionTest extends SandboxTest {

    @Test
    void aNewCollectionListsItsArticles() throws IOException {
        long id = control.publishCollection("{\"title\":\"Kelp\",\"group_id\":4203,\"articles\":[2000016,2000035]}");
        JsonObject collection = object("/v2/collections/" + id);
        assertThat(collection.getString("title")).isEqualTo("Kelp");
        assertThat(collection.getInteger("articles_count")).isEqualTo(2);
        assertThat(collection.fieldNames()).doesNotContain("articles");
        assertThat(collection.getString("url")).isEqualTo(base + "/v2/collections/" + id);
        assertThat(ids(array("/v2/collections/" + id + "/articles"))).containsExactly(2000016L, 2000035L);
        assertThat(ids(array("/v2/collections?group=4203"))).containsExactly(id);
    }

    @Test
    void aNewProjectListsItsArticles() throws IOException {
        long id = control.publishProject("{\"group_id\":4203,\"articles\":[2000016]}");
        assertThat(ids(array("/v2/projects/" + id + "/articles"))).containsExactly(2000016L);
        assertThat(ids(array("/v2/projects?group=4203"))).containsExactly(id);
        assertThat(object("/v2/projects/" + id).fieldNames()).doesNotContain("articles", "group_id", "institution_id");
        control.changeProject(id, "{\"title\":\"Renamed\"}");
        assertThat(object("/v2/projects/" + id).getString("title")).isEqualTo("Renamed");
    }

    @Test
    void aChangedCollectionIsModifiedLaterThanAllOthers() throws IOException {
        control.changeCollection(2100002, "{\"title\":\"Renamed\",\"articles\":[2000003]}");
        JsonObject first = Seeds.objects(array("/v2/collections?order=modified_date"))
                .findFirst()
                .orElseThrow();
        assertThat(first.getString("title")).isEqualTo("Renamed");
        assertThat(ids(array("/v2/collections/2100002/articles"))).containsExactly(2000003L);
        assertThat(object("/v2/collections/2100002").getInteger("articles_count"))
                .isEqualTo(1);
    }

    @Test
    void aWithdrawnCollectionOrProjectIsNotFound() throws IOException {
        control.withdrawCollection(2100001);
        control.withdrawProject(2200001);
        assertThat(get("/v2/collections/2100001").statusCode()).isEqualTo(404);
        assertThat(ids(array("/v2/collections"))).containsExactly(2100002L, 2100003L);
        assertThat(get("/v2/projects/2200001/articles").statusCode()).isEqualTo(404);
    }

    @Test
    void aResetRestoresTheSeedAndReusesNoId() throws IOException {
        long collection = control.publishCollection("{}");
        long project = control.publishProject("{}");
        control.changeCollection(2100001, "{\"title\":\"Renamed\"}");
        control.withdrawCollection(2100002);
        control.reset();
        assertThat(ids(array("/v2/collections"))).containsExactly(2100001L, 2100002L, 2100003L);
        assertThat(object("/v2/collections/2100001").getString("title")).startsWith("Ants");
        assertThat(control.publishCollection("{}")).isGreaterThan(collection);
        assertThat(control.publishProject("{}")).isGreaterThan(project);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sandbox/collections/1", "/sandbox/projects/1", "/sandbox/collections/kelp"})
    void unknownItemsCannotBeChangedOrWithdrawn(String path) throws IOException {
        assertThat(send("PATCH", path, "{}").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path, "").statusCode()).isEqualTo(404);
    }
}
