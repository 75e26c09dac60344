package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that answers from the catalogue match the contract's schemas. */
@QuarkusTest
class CatalogueContractTest extends InstitutionTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/items/2000003, Item",
        "/v1/items/2000003/versions/3, Item",
        "/v1/items/2000003/versions, VersionPage",
        "/v1/items/2000007/files, FilePage",
        "'/v1/items?size=100&facet=type,department,year,license,access', ItemPage",
        "/v1/items?id=2000003&id=5616445&doi=10.5555/nothing-here, ItemPage",
        "/v1/citation-styles, CitationStylePage",
        "/v1/people, PersonPage",
        "/v1/people/1000101, Person",
        "/v1/people/1000101/items, ItemPage",
        "/v1/departments, DepartmentPage",
        "/v1/departments/BIO, Department",
        "/v1/departments/BIO/items, ItemPage",
        "/v1/collections, CollectionPage",
        "/v1/collections/2100001, Collection",
        "/v1/collections/2100003, Collection",
        "/v1/collections/2100001/items, ItemPage",
        "/v1/projects, ProjectPage",
        "/v1/projects/2200001, Project",
        "/v1/projects/2200001/items, ItemPage",
        "/v1/reference/categories, CategoryPage",
        "/v1/reference/licenses, LicensePage",
        "/v1/reference/item-types, ItemTypePage",
        "/v1/reference/custom-fields, CustomFieldPage",
        "/v1/changes, ChangePage",
        "/v1/reports/embargoes, EmbargoPage",
        "/v1/reports/completeness, CompletenessPage",
        "/v1/items/2000003/usage, Usage",
        "/v1/items/2000003/usage/timeline?granularity=year, UsageTimeline",
        "/v1/items/2000003/usage/countries, UsageCountries",
        "/v1/people/1000101/usage, Usage",
        "/v1/departments/BIO/usage/top, UsageTop",
        "/v1/collections/2100001/usage/timeline, UsageTimeline",
        "/v1/collections/1, Problem",
        "/v1/items?fields=colour, Problem"
    })
    void answersMatchTheContract(String path, String schema) throws IOException {
        syncs.started();

        assertThat(get(path).statusCode() < 400).isEqualTo(!schema.equals("Problem"));
        assertThat(Contract.violations(schema, get(path).asString())).isEmpty();
    }
}
