package io.campusfigshare;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the served contract is the committed one, and that it is complete. */
@QuarkusTest
class ContractTest extends ServiceTest {

    private static final Path COMMITTED = Path.of("docs/openapi.yaml");

    @Test
    void committedContractIsTheServedOne() throws IOException {
        String served = given().accept("application/yaml").get("/openapi").asString();
        if (Boolean.getBoolean("contract.write")) {
            Files.writeString(COMMITTED, served);
        }

        assertThat(COMMITTED)
                .as("after a wanted change: ./mvnw test -Dtest=ContractTest -Dcontract.write=true")
                .content()
                .isEqualTo(served);
    }

    @Test
    void everyOperationIsDescribed() {
        var operations = given().accept("application/json")
                .get("/openapi")
                .jsonPath()
                .<String, Map<String, Map<String, Object>>>getMap("paths")
                .values();

        assertThat(operations)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path.values())
                        .isNotEmpty()
                        .allSatisfy(operation -> assertThat(operation)
                                .containsKeys("summary", "description", "operationId", "tags", "responses")));
    }

    /** The documentation page and tools send every example that they find. */
    @Test
    void onlyRequiredParametersHaveExamples() {
        List<Map<String, Object>> parameters = given().accept("application/json")
                .get("/openapi")
                .path("paths.collectMany { it.value.values().collectMany { it.parameters ?: [] } }");

        assertThat(parameters)
                .filteredOn(parameter -> parameter.containsKey("example"))
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(parameter).containsEntry("required", true));
        assertThat(parameters)
                .filteredOn(parameter -> parameter.get("name").equals("keyword"))
                .isNotEmpty()
                .allSatisfy(parameter ->
                        assertThat(parameter.get("description").toString()).contains("For example `kelp`."));
    }

    @Test
    void groupsAndPathsAreInTheOrderOfUse() {
        var contract = given().accept("application/json").get("/openapi").jsonPath();
        var groups = List.of(
                "Items",
                "People",
                "Departments",
                "Collections",
                "Projects",
                "Usage",
                "Changes",
                "Reports",
                "Reference",
                "Pages",
                "Deposits",
                "Reviews",
                "Accounts",
                "Subscriptions",
                "Harvest");
        var paths = contract.<String, Map<String, Map<String, Object>>>getMap("paths");

        assertThat(contract.getList("tags.name")).isEqualTo(groups);
        assertThat(contract.getList("tags.description", String.class)).doesNotContainNull();
        assertThat(paths.values())
                .allSatisfy(path -> assertThat(path.values())
                        .extracting(operation -> operation.get("tags"))
                        .containsOnly(path.values().iterator().next().get("tags")));
        assertThat(paths.values())
                .extracting(path -> ((List<?>) path.values().iterator().next().get("tags")).getFirst())
                .isSortedAccordingTo(Comparator.comparing(groups::indexOf));
        assertThat(paths.keySet())
                .startsWith("/v1/items", "/v1/items/{id}")
                .containsSubsequence(
                        "/v1/items/{id}/usage", "/v1/people/{person}/usage", "/v1/departments/{code}/usage");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/items/123456, Item",
        "/v1/items/2000010, Item",
        "/v1/items/2000016, Item",
        "/v1/items/2000017, Item",
        "/v1/items/2000020, Item",
        "/v1/items/2000028, Item",
        "/v1/items/2000003/versions/1, Item",
        "/v1/items/2000003/versions, VersionPage",
        "/v1/items/2000007/files, FilePage",
        "/v1/items?size=100, ItemPage",
        "/v1/reference/categories, CategoryPage",
        "/v1/reference/licenses, LicensePage",
        "/v1/reference/item-types, ItemTypePage",
        "/v1/items/1, Problem",
        "/v1/items?page=0, Problem"
    })
    void answersMatchTheContract(String path, String schema) throws IOException {
        assertThat(Contract.violations(schema, get(path).asString())).isEmpty();
    }

    @Test
    void documentationPageIsServed() {
        get("/docs/").then().statusCode(200).body(containsString("/openapi"));
    }
}
