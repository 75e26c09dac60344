package io.campusfigshare.department;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's university: one root, four departments below it, and one below one of these. */
@QuarkusTest
class DepartmentResourceTest extends InstitutionTest {

    private static final Map<String, Object> BIOLOGY = Map.of(
            "id", 4202,
            "code", "BIO",
            "name", "Department of Biology",
            "url", "http://localhost:8080/v1/departments/BIO");

    @Inject
    Database database;

    @BeforeEach
    void filled() {
        sandbox.reset();
        sandbox.publish("{\"group_id\":4205}");
        syncs.items();
        syncs.departments();
        sandbox.clearLog();
    }

    @Test
    void treeCountsItemsOfDepartmentsBelow() {
        var root = get("/v1/departments").then().statusCode(200).extract().jsonPath();

        assertThat(root.getString("items[0].name")).isEqualTo("University of Westmark");
        assertThat(root.getList("items[0].children.code", String.class)).containsExactly("BIO", "CHE", "GEO", "ART");
        assertThat(counted(root.getMap("items[0]"))).isEqualTo(root.getLong("items[0].itemsWithDescendants"));
    }

    /** Returns the number of items of a department and of all departments below it. */
    private static long counted(Map<?, ?> department) {
        return ((Number) department.get("items")).longValue()
                + ((List<?>) department.get("children"))
                        .stream().mapToLong(child -> counted((Map<?, ?>) child)).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHE", "che", "4203"})
    void aDepartmentIsFoundByItsCodeAndItsNumber(String code) {
        get("/v1/departments/" + code)
                .then()
                .statusCode(200)
                .body("id", equalTo(4203))
                .body("parent", equalTo(4201))
                .body("items", greaterThan(0))
                .body("url", endsWith("/v1/departments/CHE"))
                .body("children", empty());
    }

    @Test
    void departmentIncludesTheDepartmentsBelow() {
        get("/v1/departments/BIO")
                .then()
                .statusCode(200)
                .body("children.code", contains("BIO-SEA"))
                .body("children[0].parent", equalTo(4202));
    }

    @Test
    void departmentListsOnlyItsOwnItems() {
        get("/v1/departments/BIO/items?size=3&sort=title")
                .then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items.department.id", everyItem(equalTo(4202)))
                .header("Link", containsString("/v1/departments/BIO/items?page=2&size=3&sort=title>; rel=\"next\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items?size=100",
                "/v1/items?size=100&sort=-views",
                "/v1/items?size=100&q=ants",
                "/v1/items?size=100&fields=department",
                "/v1/departments/BIO/items?size=100",
                "/v1/people/0009-0099-0042-0018/items?size=100",
                "/v1/collections/2100001/items",
                "/v1/collections?size=100"
            })
    void itemsOfEachListHaveTheirDepartment(String list) {
        syncs.people();
        syncs.collections();

        soon().untilAsserted(() -> assertThat(get(list).jsonPath().<Map<String, Object>>getList("items.department"))
                .filteredOn(
                        department -> department != null && department.get("id").equals(4202))
                .isNotEmpty()
                .containsOnly(BIOLOGY));
    }

    @Test
    void itemHasItsDepartmentInEachVersionAndByDoi() {
        Map<String, Object> department = get("/v1/items/2000003").jsonPath().getMap("department");
        String doi = get("/v1/items/2000003").jsonPath().getString("doi");

        assertThat(department.get("name")).isNotNull();
        for (String path : List.of("/v1/items/2000003/versions/1", "/v1/items/2000003/versions/3", "/v1/dois/" + doi)) {
            assertThat(get(path).jsonPath().<String, Object>getMap("department"))
                    .as(path)
                    .isEqualTo(department);
        }
    }

    @Test
    void renamedDepartmentIsShownAtOnce() {
        String title = "Not \"department\":{\"id\":4203}";
        long id = sandbox.publish(
                new JsonObject().put("group_id", 4206).put("title", title).encode());
        syncs.items();
        String item = "/v1/items/" + id;
        get(item).then().body("department.code", equalTo("BIO-SEA"));

        database.run(
                "update department set code = $1, name = $2 where id = 4206",
                Tuple.of("A+B ü\"", "Sea \"}\\ & \u0001sky"));
        soon().untilAsserted(() -> get(item)
                .then()
                .body("title", equalTo(title))
                .body("department.code", equalTo("A+B ü\""))
                .body("department.name", equalTo("Sea \"}\\ & \u0001sky"))
                .body("department.url", endsWith("/v1/departments/A%2BB%20%C3%BC%22")));

        database.run("update department set code = null where id = 4206", Tuple.tuple());
        soon().untilAsserted(() -> get(item)
                .then()
                .body("department.code", nullValue())
                .body("department.url", endsWith("/v1/departments/4206")));

        database.run("delete from department where id = 4206", Tuple.tuple());
        Map<String, Object> nameless = new HashMap<>(Map.of("id", 4206));
        List.of("code", "name", "url").forEach(name -> nameless.put(name, null));
        soon().untilAsserted(() -> assertThat(get(item).jsonPath().<String, Object>getMap("department"))
                .isEqualTo(nameless));

        syncs.departments();
    }

    @Test
    void rootWithDescendantsListsAllItems() {
        int own = get("/v1/departments/4201/items").jsonPath().getInt("total");
        int all = get("/v1/departments/4201/items?descendants=true").jsonPath().getInt("total");

        assertThat(all).isGreaterThan(30).isGreaterThan(own);
        get("/v1/items?department=4201&descendants=true").then().body("total", equalTo(all));
    }

    @Test
    void departmentPageNeedsNoCallToFigshare() {
        get("/v1/departments").then().statusCode(200);
        get("/v1/departments/GEO/items?size=100&facet=type")
                .then()
                .statusCode(200)
                .body("items", not(empty()));

        assertThat(sandbox.count(null, "/v2/articles/.*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/departments/NONE", "/v1/departments/99", "/v1/departments/NONE/items"})
    void anUnknownDepartmentIsNotFound(String path) {
        get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void departmentParameterIsRefusedWithDepartmentInPath() {
        get("/v1/departments/BIO/items?department=CHE").then().statusCode(400);
    }

    @Test
    void departmentsAreReadWhileFigshareIsDown() {
        sandbox.fault("reset").on("/v2/.*").start();

        get("/v1/departments/CHE").then().statusCode(200);
        get("/v1/departments/CHE/items").then().statusCode(200).body("items.department.id", everyItem(equalTo(4203)));
        get("/v1/items?department=che&size=1").then().body("items.department.id", contains(4203));
    }
}
