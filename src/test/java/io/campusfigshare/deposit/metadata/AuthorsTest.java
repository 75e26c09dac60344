package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.array;
import static io.campusfigshare.deposit.metadata.Given.written;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorsTest {

    private static final String ADDED = "{'id': 1, 'full_name': 'Jane Doe', 'orcid_id': ''}";
    private static final String ANN = "{'id': 2, 'full_name': 'Ann Other', 'orcid_id': ''}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{'id': 1}]|[" + ADDED + "]",
                "[{'id': 1}, {'name': 'Ann Other'}]|[" + ADDED + ", " + ANN + "]",
                "[{'name': 'ann other'}]|[" + ANN + "]",
                "[]|[]"
            })
    void correct_authors_are_not_changed(String wanted, String shown) {
        assertThat(Authors.correction(array(wanted), array(shown))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // An author that Figshare added is removed, or moved to the requested position.
                "[{'id': 5}]|[" + ADDED + ", {'id': 5, 'full_name': 'X'}]|[{'id': 5}]",
                "[{'id': 5}, {'id': 1}]|[" + ADDED + ", {'id': 5, 'full_name': 'X'}]|[{'id': 5}, {'id': 1}]",
                // An author that Figshare created from a name gets the number.
                "[{'name': 'Ann Other'}]|[" + ADDED + ", " + ANN + "]|[{'id': 2}]",
                "[{'name': 'Ann Other', 'orcid_id': '0009-0099-0042-0018'}]|[" + ADDED + ", " + ANN
                        + "]|[{'name': 'Ann Other', 'orcid_id': '0009-0099-0042-0018'}]",
                // Two authors with one name are two people.
                "[{'name': 'Ann Other'}, {'name': 'Ann Other'}]|[" + ANN + "]|[{'id': 2}, {'name': 'Ann Other'}]",
                "[{'name': 'Ann Other'}, {'name': 'Ann Other'}]|[" + ADDED + ", " + ANN
                        + ", {'id': 3, 'full_name': 'Ann Other'}]|[{'id': 2}, {'id': 3}]",
                "[{'id': 1}]|[]|[{'id': 1}]",
                "[]|[" + ADDED + "]|[]"
            })
    void authors_that_differ_from_the_request_are_corrected(String wanted, String shown, String body) {
        assertThat(Authors.correction(array(wanted), array(shown))).hasToString(written("{'authors': " + body + "}"));
    }
}
