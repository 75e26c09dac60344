package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationRequirementsTest {

    private static final ObjectNode COMPLETE = json("""
            {'title': 'Ants', 'description': '<p>Ants.</p>', 'authors': [{'id': 1, 'full_name': 'Jane Doe'}], 'tags': ['ants'],
             'keywords': ['ants'], 'license': {'value': 1, 'name': 'CC BY 4.0'}, 'defined_type': 3,
             'defined_type_name': 'dataset', 'categories': [{'id': 24003}],
             'custom_fields': [{'name': 'Instrument', 'value': 'Scope'}, {'name': 'Data steward', 'value': 'Library'},
                               {'name': 'Methods', 'value': []}],
             'files': [{'name': 'a.csv', 'status': 'available'}, {'name': 'b.csv', 'status': 'moving_to_final'}, {'name': 'c'}]}""");

    @Test
    void a_complete_record_lacks_nothing() {
        Violations missing = PublicationRequirements.of(COMPLETE, Given.customFields());

        assertThat(missing.isEmpty()).isTrue();
        missing.orThrow(StoredDeposit.INCOMPLETE);
    }

    @Test
    void everything_missing_is_reported_at_once() {
        ObjectNode draft = json("""
                {'title': 'Ants', 'description': '', 'authors': [], 'tags': [], 'keywords': [], 'license': {'value': 0, 'name': ''},
                 'defined_type': 0, 'defined_type_name': '', 'categories': [], 'custom_fields': [], 'files': []}""");

        assertThatThrownBy(() ->
                        PublicationRequirements.of(draft, Given.customFields()).orThrow(StoredDeposit.INCOMPLETE))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.type().name()).isEqualTo("incomplete");
                    assertThat(problem.body(null).status()).isEqualTo(422);
                    assertThat(problem.body(null).errors())
                            .extracting(Violation::pointer)
                            .containsExactly(
                                    "/description",
                                    "/authors",
                                    "/keywords",
                                    "/license",
                                    "/type",
                                    "/categories",
                                    "/customFields/Data steward",
                                    "/customFields/Instrument");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'title': null|/title is missing",
                "'title': ' '|/title is missing",
                "'description': '<p>&nbsp;</p>'|/description is missing",
                "'authors': null|/authors is missing",
                "'license': null|/license is missing: /v1/reference/licenses lists the values",
                "'license': ''|/license is missing: /v1/reference/licenses lists the values",
                "'defined_type': '', 'defined_type_name': null|/type is missing: /v1/reference/item-types lists the values",
                "'categories': null|/categories is missing: /v1/reference/categories lists the values",
                "'custom_fields': [{'name': 'Instrument', 'value': 'x'}, {'name': 'Data steward', 'value': ' '}]"
                        + "|/customFields/Data steward is missing: the department requires it",
                "'files': [{'name': 'a', 'status': 'available'}, {'name': 'b', 'status': 'created'}]"
                        + "|/files/1 (b) has not been uploaded completely: finish or delete it",
                "'files': [{'name': 'a', 'status': 'ic_failure'}]"
                        + "|/files/0 (a) was damaged during the upload: delete it, or upload it again"
            })
    void a_missing_value_is_reported(String members, String missing) {
        ObjectNode record = COMPLETE.deepCopy();
        record.setAll(json("{" + members + "}"));

        assertThat(found(PublicationRequirements.of(record, Given.customFields())))
                .containsExactly(missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'tags': null",
                "'keywords': []",
                "'defined_type_name': ''",
                "'license': {'name': 'In-house'}",
                "'files': null"
            })
    void alternative_and_optional_values_are_not_missing(String members) {
        ObjectNode record = COMPLETE.deepCopy();
        record.setAll(json("{" + members + "}"));

        assertThat(found(PublicationRequirements.of(record, Given.customFields())))
                .isEmpty();
    }

    @Test
    void fields_that_the_record_calls_mandatory_are_required() {
        ObjectNode record = COMPLETE.deepCopy();
        record.set("custom_fields", Given.node("[{'name': 'a/b', 'value': [], 'is_mandatory': true}]"));

        assertThat(PublicationRequirements.of(record, List.of()).found())
                .extracting(Violation::pointer)
                .containsExactly("/customFields/a~1b");
    }
}
