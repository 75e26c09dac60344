package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static io.campusfigshare.deposit.metadata.Given.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.deposit.account.EmbargoOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbargoTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<EmbargoOption> OFFERED = List.of(
            new EmbargoOption(null, "logged_in", "odd"),
            new EmbargoOption(1L, "logged_in", ""),
            new EmbargoOption(2L, "ip_range", "Campus"),
            new EmbargoOption(3L, "ip_range", "Clinic"),
            new EmbargoOption(4L, "administrator", null));

    private final Violations violations = new Violations();
    private int asked;

    @Test
    void an_embargo_is_translated_for_figshare() {
        assertThat(sent("""
                        {'until': '2030-01-01', 'scope': 'FILE', 'title': 'Under embargo', 'reason': 'Patent',
                         'audience': [{'type': 'logged_in'}, {'type': 'ip_range', 'name': 'clinic'}]}""")).isEqualTo(written("""
                        {'is_embargoed': true, 'embargo_date': '2030-01-01T00:00:00', 'embargo_type': 'file',
                         'embargo_title': 'Under embargo', 'embargo_reason': 'Patent',
                         'embargo_options': [{'id': 1}, {'id': 3}]}"""));
        assertThat(found(violations)).isEmpty();
    }

    @Test
    void null_is_a_permanent_embargo_and_no_options_are_read_without_an_audience() {
        assertThat(sent("{'until': null, 'scope': 'article'}")).isEqualTo(written("""
                {'is_embargoed': true, 'embargo_date': '0', 'embargo_type': 'article', 'embargo_title': '', 'embargo_reason': '',
                 'embargo_options': []}"""));
        assertThat(asked).isZero();
    }

    @Test
    void a_moment_is_sent_in_utc_without_a_zone() {
        assertThat(sent("{'until': '2030-01-01T01:30:00.5+01:00', 'scope': 'file'}"))
                .contains("\"embargo_date\":\"2030-01-01T00:30:00\"");
    }

    @Test
    void administrator_excludes_other_types() {
        assertThat(sent("{'until': null, 'scope': 'file', 'audience': [{'type': 'administrator'}]}"))
                .endsWith("\"embargo_options\":[{\"id\":4}]}");
        assertThat(found(violations)).isEmpty();

        sent("{'until': null, 'scope': 'file', 'audience': [{'type': 'administrator'}, {'type': 'logged_in'}]}");

        assertThat(found(violations)).containsExactly("/audience must have no other type beside administrator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'scope': 'file'|/until is missing: a date, or null for a permanent embargo",
                "'scope': 'file', 'until': 'soon'|/until must be a date such as 2030-01-31",
                "'scope': 'file', 'until': 2030|/until must be a text",
                "'scope': 'file', 'until': '2026-01-31'|/until must be in the future",
                "'scope': 'file', 'until': '2026-01-31T12:00:00Z'|/until must be in the future",
                "'until': null|/scope is missing: file or article",
                "'until': null, 'scope': 'all'|/scope must be one of file, article",
                "'until': null, 'scope': 'file', 'date': 1|/date is unknown",
                "'until': null, 'scope': 'file', 'title': 7|/title must be a text",
                "'until': null, 'scope': 'file', 'reason': ''|/reason is empty",
                "'until': null, 'scope': 'file', 'audience': 'logged_in'|/audience must be a list",
                "'until': null, 'scope': 'file', 'audience': ['logged_in']|/audience/0 must be an object",
                "'until': null, 'scope': 'file', 'audience': [{}]|/audience/0/type is missing",
                "'until': null, 'scope': 'file', 'audience': [{'type': 'all'}]|/audience/0/type must be one of logged_in, ip_range, administrator",
                "'until': null, 'scope': 'file', 'audience': [{'type': 'ip_range'}]|/audience/0/name is missing",
                "'until': null, 'scope': 'file', 'audience': [{'type': 'logged_in', 'name': 'x'}]|/audience/0/name is for ip_range only",
                "'until': null, 'scope': 'file', 'audience': [{'type': 'ip_range', 'name': 'Home'}]|/audience/0 is not offered here; allowed are: logged_in, ip_range Campus, ip_range Clinic, administrator"
            })
    void whatIsWrongIsSaid(String members, String violation) {
        sent("{" + members + "}");

        assertThat(found(violations)).containsExactly(violation);
    }

    private @Nullable String sent(String body) {
        Embargo embargo = Embargo.of(json(body), NOW, violations);
        return embargo == null
                ? null
                : embargo.toFigshare(
                                () -> {
                                    asked++;
                                    return OFFERED;
                                },
                                violations)
                        .toString();
    }
}
