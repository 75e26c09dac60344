package io.campusfigshare.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CollectionResourceTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
        syncs.collections();
        soon().untilAsserted(() -> {
            get("/v1/collections/2100001/items").then().body("total", equalTo(3));
            get("/v1/projects/2200001/items").then().body("total", equalTo(3));
        });
        sandbox.clearLog();
    }

    @Test
    void collectionHasTheMetadataOfAnItem() {
        get("/v1/collections/2100001")
                .then()
                .statusCode(200)
                .body("title", equalTo("Ants, moths and Formica rufa: insects of Westmark"))
                .body("titleHtml", containsString("<em>Formica rufa</em>"))
                .body("doi", equalTo("10.99999/westmark.c.2100001.v2"))
                .body("version", equalTo(2))
                .body("authors.name", hasItem("Maren Oakhurst"))
                .body("department.id", equalTo(4202))
                .body("published", equalTo("2024-05-14T09:00:00Z"))
                .body("size", equalTo(3))
                .body("items", equalTo("http://localhost:8080/v1/collections/2100001/items"));
    }

    @Test
    void projectListsItsCollaborators() {
        var project = get("/v1/projects/2200001").then().statusCode(200).extract();

        project.response()
                .then()
                .body("title", equalTo("Arrow: water, towns and memory"))
                .body("collaborators.name", hasItems("Ines Quillfeather", "Piet van Larkspur"))
                .body("collaborators.role", hasItem("Owner"))
                .body("funding.title", hasItem("Westmark Science Fund"));
        assertThat(project.asString()).doesNotContain("user_id", "1000103");
    }

    @Test
    void containersHaveTheirMetadata() {
        get("/v1/collections/2100003")
                .then()
                .statusCode(200)
                .body("title", not(emptyOrNullString()))
                .body("description", not(emptyOrNullString()))
                .body("authors.name", everyItem(not(emptyOrNullString())))
                .body("authors", not(empty()))
                .body("keywords", not(empty()))
                .body("categories", not(empty()))
                .body("size", equalTo(2));
        get("/v1/projects/2200002").then().body("title", not(emptyOrNullString()));
        get("/v1/collections").then().body("items.title", everyItem(not(emptyOrNullString())));
    }

    @Test
    void changeAndWithdrawalAreSynced() {
        long id = sandbox.publishCollection("{\"title\":\"Soon gone\",\"articles\":[2000001]}");
        syncs.collections();
        soon().untilAsserted(() -> {
            get("/v1/collections/" + id).then().statusCode(200).body("title", equalTo("Soon gone"));
            get("/v1/collections/" + id + "/items").then().body("items.id", contains(2000001));
        });

        sandbox.changeCollection(id, "{\"title\":\"Still here\",\"articles\":[2000001,2000002]}");
        syncs.collections();
        soon().untilAsserted(() -> {
            get("/v1/collections/" + id)
                    .then()
                    .body("title", equalTo("Still here"))
                    .body("size", equalTo(2));
            get("/v1/collections/" + id + "/items").then().body("total", equalTo(2));
        });

        sandbox.withdrawCollection(id);
        syncs.collections();
        soon().untilAsserted(() -> get("/v1/collections/" + id).then().statusCode(404));
    }

    @Test
    void truncatedListRemovesNothing() {
        sandbox.fault("empty-list").on("/v2/collections").start();
        syncs.collections();

        get("/v1/collections/2100001").then().statusCode(200);
    }

    @Test
    void itemsAreListedWithoutACallToFigshare() {
        List<Integer> all = get("/v1/collections/2100001/items?sort=title&facet=type")
                .then()
                .statusCode(200)
                .body("items.citation", everyItem(notNullValue()))
                .body("facets.type.count.sum()", equalTo(3))
                .extract()
                .jsonPath()
                .getList("items.id");

        assertThat(all).containsExactlyInAnyOrder(2000001, 2000026, 2000009);
        get("/v1/projects/2200001/items?size=2")
                .then()
                .body("items", hasSize(2))
                .header("Link", containsString("/v1/projects/2200001/items?page=2&size=2>; rel=\"next\""));
        assertThat(sandbox.count(null, "/v2/articles/.*")).isZero();
    }

    @Test
    void newestIsListedFirst() {
        List<String> published = get("/v1/collections")
                .then()
                .statusCode(200)
                .body("total", greaterThan(1))
                .body("size", equalTo(20))
                .extract()
                .jsonPath()
                .getList("items.published");

        assertThat(published).isSortedAccordingTo(Comparator.reverseOrder());
        get("/v1/projects?size=1").then().statusCode(200).body("items", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/collections/1", "/v1/projects/2100001", "/v1/collections/2200001/items"})
    void unknownContainerIsNotFound(String path) {
        get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/collections?size=101", "/v1/projects?page=0", "/v1/collections/x", "/v1/projects/-1"})
    void invalidParameterIsRefused(String path) {
        get(path).then().statusCode(400).contentType("application/problem+json");
    }
}
