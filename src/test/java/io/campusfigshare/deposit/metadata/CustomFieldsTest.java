package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static io.campusfigshare.deposit.metadata.Given.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldsTest {

    private final Violations violations = new Violations();
    private final Given.Westmark westmark = new Given.Westmark();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Instrument': 'x'|'x'",
                "'Data steward': 'Jane <j@x.org>\\nLibrary'|'Jane <j@x.org>\\nLibrary'",
                "'Methods': ['Simulation', 'Interviews']|['Simulation', 'Interviews']",
                "'Methods': 'Simulation'|['Simulation']",
                "'Season': 'Spring'|'Spring'",
                "'Season': ['Spring']|['Spring']",
                "'Techniques': 'Any'|'Any'",
                "'Techniques': ['Any', 'Other']|['Any', 'Other']",
                "'Project page': 'https://westmark.example/'|'https://westmark.example/'",
                "'Contact': 'j@x.org'|'j@x.org'",
                "'Recorded': '2020-01-31'|'2020-01-31'",
                "'Odd': ['a']|['a']"
            })
    void a_valid_value_is_sent(String field, String value) {
        JsonNode list = patched("{'customFields': {" + field + "}}", "{}").path("custom_fields_list");

        assertThat(found(violations)).isEmpty();
        assertThat(list).hasSize(1);
        assertThat(list.path(0).path("value")).hasToString(written(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Data steward': 'ab'|/Data steward must have at least 3 characters",
                "'Instrument': ['x']|/Instrument must be a text",
                "'Methods': ['Simulation', 'Magic']|/Methods/1 is not one of the options; allowed are: Experiment, Field work, Interviews, Simulation",
                "'Methods': 'Magic'|/Methods is not one of the options; allowed are: Experiment, Field work, Interviews, Simulation",
                "'Season': ['Spring', 'Autumn']|/Season takes one value",
                "'Project page': 'ftp://x'|/Project page must be a web address that begins with https:// or http://",
                "'Contact': 'nobody'|/Contact must be an e-mail address",
                "'Recorded': '2020-02-30'|/Recorded must be a date such as 2030-01-31"
            })
    void an_invalid_value_is_refused(String field, String violation) {
        patched("{'customFields': {" + field + "}}", "{}");

        assertThat(found(violations)).containsExactly("/customFields" + violation);
    }

    @Test
    void a_text_longer_than_its_field_is_refused() {
        patched("{'customFields': {'Instrument': '" + "x".repeat(1_001) + "'}}", "{}");

        assertThat(found(violations)).containsExactly("/customFields/Instrument must have at most 1000 characters");
    }

    @Test
    void a_patch_keeps_fields_that_it_does_not_name() {
        assertThat(patched(
                                "{'customFields': {'Methods': ['Simulation'], 'Ethics approval': null, 'Season': null}}",
                                CURRENT)
                        .path("custom_fields_list"))
                .hasToString(written("""
                        [{'name': 'Instrument', 'value': 'Scope'}, {'name': 'Ethics approval', 'value': null},
                         {'name': 'Older', 'value': ['x']}, {'name': 'Methods', 'value': ['Simulation']}]"""));
        assertThat(westmark.asked).containsExactly("custom fields of 4202");
    }

    @Test
    void null_removes_all_fields() {
        assertThat(patched("{'customFields': null}", CURRENT).path("custom_fields_list"))
                .hasToString(written("""
                [{'name': 'Instrument', 'value': null}, {'name': 'Ethics approval', 'value': null},
                 {'name': 'Older', 'value': null}]"""));
    }

    @Test
    void fields_unknown_to_the_new_department_are_not_sent() {
        assertThat(patched("{'department': 'CHE', 'customFields': {'Season': 'Spring'}}", CURRENT)
                        .path("custom_fields_list")
                        .findValuesAsText("name"))
                .containsExactly("Instrument", "Ethics approval", "Season");
        assertThat(westmark.asked).containsExactly("departments", "custom fields of 4203");
    }

    private static final String CURRENT = """
            {'group_id': 4202, 'custom_fields': [
              {'name': 'Instrument', 'value': 'Scope'}, {'name': 'Data steward', 'value': ''}, {'name': 'Methods', 'value': []},
              {'name': 'Ethics approval', 'value': '7'}, {'name': 'Older', 'value': ['x']}]}""";

    private ObjectNode patched(String patch, String current) {
        return FigshareMetadata.toFigshare(
                Metadata.patch(json(patch), violations), json(current), westmark, violations);
    }
}
