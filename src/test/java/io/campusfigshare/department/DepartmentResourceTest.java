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

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's university: one root, four departments below it, and one below one of these. */
@QuarkusTest
class DepartmentResourceTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        sandbox.reset();
        sandbox.publish("{\"group_id\":4205}");
        syncs.items();
        syncs.departments();
        sandbox.clearLog();
    }

    @Test
    void theTreeCountsWhatLiesBelow() {
        var root = get("/v1/departments").then().statusCode(200).extract().jsonPath();

        assertThat(root.getString("items[0].name")).isEqualTo("University of Westmark");
        assertThat(root.getList("items[0].children.code", String.class)).containsExactly("BIO", "CHE", "GEO", "ART");
        assertThat(counted(root.getMap("items[0]"))).isEqualTo(root.getLong("items[0].itemsWithDescendants"));
    }

    /** What a department and all below it have themselves. */
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
    void aDepartmentTellsWhatIsBelowIt() {
        get("/v1/departments/BIO")
                .then()
                .statusCode(200)
                .body("children.code", contains("BIO-SEA"))
                .body("children[0].parent", equalTo(4202));
    }

    @Test
    void aDepartmentsItemsAreItsOwn() {
        get("/v1/departments/BIO/items?size=3&sort=title")
                .then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items.department.id", everyItem(equalTo(4202)))
                .header("Link", containsString("/v1/departments/BIO/items?page=2&size=3&sort=title>; rel=\"next\""));
    }

    @Test
    void withDescendantsTheRootHasAll() {
        int own = get("/v1/departments/4201/items").jsonPath().getInt("total");
        int all = get("/v1/departments/4201/items?descendants=true").jsonPath().getInt("total");

        assertThat(all).isGreaterThan(30).isGreaterThan(own);
        get("/v1/items?department=4201&descendants=true").then().body("total", equalTo(all));
    }

    @Test
    void aPageOfADepartmentCostsNoCall() {
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
    void aDepartmentInThePathIsNotAskedForTwice() {
        get("/v1/departments/BIO/items?department=CHE").then().statusCode(400);
    }

    @Test
    void departmentsOutliveFigshare() {
        sandbox.fault("reset").on("/v2/.*").start();

        get("/v1/departments/CHE").then().statusCode(200);
        get("/v1/departments/CHE/items").then().statusCode(200).body("items.department.id", everyItem(equalTo(4203)));
        get("/v1/items?department=che&size=1").then().body("items.department.id", contains(4203));
    }
}
