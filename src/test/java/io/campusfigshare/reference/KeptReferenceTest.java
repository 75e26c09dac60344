package io.campusfigshare.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vocabularies that come from the catalogue. */
@QuarkusTest
class KeptReferenceTest extends InstitutionTest {

    @BeforeEach
    void kept() {
        sandbox.reset();
        syncs.vocabularies();
    }

    @ParameterizedTest
    @ValueSource(strings = {"categories", "licenses", "item-types"})
    void vocabularyIsReadWhileFigshareIsDown(String name) {
        sandbox.fault("reset").on("/v2/.*").start();

        get("/v1/reference/" + name).then().statusCode(200).body("total", greaterThan(3));
    }

    @Test
    void customFieldsAreListed() {
        var fields = get("/v1/reference/custom-fields")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(fields.getList("items.name", String.class)).contains("Data steward", "Methods");
        assertThat(fields.getList("items.find { it.name == 'Methods' }.options", String.class))
                .isNotEmpty();
    }
}
