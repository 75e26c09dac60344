package io.campusfigshare.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReferenceResourceTest extends ServiceTest {

    @Test
    void categoriesHaveTheirSourcesCodes() {
        get("/v1/reference/categories")
                .then()
                .statusCode(200)
                .body("total", greaterThan(40))
                .body("items.find { it.sourceId == '3103' }.title", equalTo("Ecology"))
                .body("items.find { it.sourceId == '310301' }.parent", greaterThan(0));
    }

    @Test
    void licensesHaveSpdxIdentifiers() {
        get("/v1/reference/licenses")
                .then()
                .statusCode(200)
                .body("total", equalTo(7))
                .body(
                        "items.spdx",
                        contains(
                                "CC-BY-4.0",
                                "CC0-1.0",
                                "MIT",
                                "GPL-3.0-only",
                                "GPL-2.0-or-later",
                                "GPL-3.0-or-later",
                                "Apache-2.0"));
    }

    @Test
    void itemTypesHaveTheNamesThatItemsHave() {
        get("/v1/reference/item-types").then().statusCode(200).body("items.name", hasItems("dataset", "thesis"));
    }

    @Test
    void vocabularyIsReadOnceADay() {
        get("/v1/reference/licenses");
        sandbox.clearLog();

        get("/v1/reference/licenses")
                .then()
                .header(
                        "Cache-Control",
                        equalTo("public, max-age=86400, stale-while-revalidate=604800, stale-if-error=2592000"));
        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }
}
