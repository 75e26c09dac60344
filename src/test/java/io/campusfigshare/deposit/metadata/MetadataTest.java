package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    private final Violations violations = new Violations();

    @Test
    void all_members_are_read() {
        Metadata metadata = Metadata.of(json("""
                {'title': '  Ants \\n under  light ', 'description': '<p>Long</p>', 'type': 'dataset', 'license': 'CC0-1.0',
                 'keywords': ['ants', ' light '], 'categories': ['310301', {'sourceId': '3103', 'id': 24002, 'title': 'Ecology'}],
                 'authors': [{'campusId': 'moakhurst'}, {'orcid': 'https://orcid.org/0009-0099-0042-0026'},
                             {'id': 7, 'name': 'Ann Other', 'firstName': 'Ann', 'lastName': 'Other', 'orcid': 'as it was'},
                             {'name': 'Piet van Larkspur'}, {'firstName': 'Jo', 'lastName': 'Doe', 'orcid': '0009-0099-0042-0018'}],
                 'funding': [{'title': 'Light', 'grant': '41', 'funder': 'NSF', 'url': null}, 'Own means'],
                 'relatedMaterials': [{'identifier': 'https://doi.org/10.1242/jeb.228601', 'relation': 'issupplementto'}],
                 'customFields': {'Instrument': ' A\\nB ', 'Methods': ['Simulation']},
                 'department': 4202, 'timeline': {'firstOnline': '2020-01-31', 'publisherPublication': '2020-02-01T23:00:00Z'}}"""), violations);

        assertThat(found(violations)).isEmpty();
        assertThat(metadata.title()).isEqualTo("Ants under light");
        assertThat(metadata.description()).isEqualTo("<p>Long</p>");
        assertThat(metadata.type()).isEqualTo("dataset");
        assertThat(metadata.license()).isEqualTo("CC0-1.0");
        assertThat(metadata.keywords()).containsExactly("ants", "light");
        assertThat(metadata.categories()).containsExactly("310301", "3103");
        assertThat(metadata.authors())
                .containsExactly(
                        new Author("moakhurst", null, null, null, null, null),
                        new Author(null, "0009-0099-0042-0026", null, null, null, null),
                        new Author(null, null, 7L, null, null, null),
                        new Author(null, null, null, "Piet van Larkspur", null, null),
                        new Author(null, "0009-0099-0042-0018", null, null, "Jo", "Doe"));
        assertThat(metadata.funding())
                .containsExactly(new Funding("Light", "41", "NSF"), new Funding("Own means", null, null));
        assertThat(metadata.relatedMaterials())
                .containsExactly(new RelatedMaterial("10.1242/jeb.228601", "DOI", "IsSupplementTo", null));
        assertThat(metadata.customFields()).hasToString("{Instrument=\"A\\nB\", Methods=[\"Simulation\"]}");
        assertThat(metadata.department()).isEqualTo("4202");
        assertThat(metadata.timeline())
                .isEqualTo(Map.of(
                        "firstOnline", LocalDate.of(2020, 1, 31), "publisherPublication", LocalDate.of(2020, 2, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|/title is missing",
                "{'title': null}|/title is missing",
                "{'title': 7}|/title must be a text",
                "{'title': ' '}|/title is empty",
                "{'title': ' ab '}|/title must have 3 to 1,000 characters, and has 2",
                "{'title': 'a\\u0000bc'}|/title has a control character or an unpaired surrogate",
                "{'title': 'abc\\ud800'}|/title has a control character or an unpaired surrogate",
                "{'title': '<script>abc</script>'}|/title has no text",
                "{'title': 'abc', 'description': []}|/description must be a text",
                "{'title': 'abc', 'description': ''}|/description is empty",
                "{'title': 'abc', 'description': '<p>&nbsp;</p>'}|/description has no text",
                "{'title': 'abc', 'titel': 'abc'}|/titel is unknown; did you mean title?",
                "{'title': 'abc', 'licence': 'MIT'}|/licence is unknown; did you mean license?",
                "{'title': 'abc', 'custom_fields': {}}|/custom_fields is unknown; did you mean customFields?",
                "{'title': 'abc', 'colour': null}|/colour is unknown",
                "{'title': 'abc', 'a/b~c': 1}|/a~1b~0c is unknown",
                "{'title': 'abc', 'type': 3}|/type must be a text",
                "{'title': 'abc', 'license': {'url': 'https://x'}}|/license must have name or spdx",
                "{'title': 'abc', 'keywords': 'ants'}|/keywords must be a list",
                "{'title': 'abc', 'keywords': ['ants', null]}|/keywords/1 must not be null",
                "{'title': 'abc', 'keywords': ['ants', 3]}|/keywords/1 must be a text",
                "{'title': 'abc', 'categories': [310301]}|/categories/0 must be a text",
                "{'title': 'abc', 'categories': [{'id': 3}]}|/categories/0/sourceId is missing",
                "{'title': 'abc', 'categories': [{'sourceId': '3', 'x': 1}]}|/categories/0/x is unknown",
                "{'title': 'abc', 'authors': {}}|/authors must be a list",
                "{'title': 'abc', 'authors': ['Ann']}|/authors/0 must be an object",
                "{'title': 'abc', 'authors': [{}]}|/authors/0 must have campusId, orcid, id, or name (or firstName and lastName)",
                "{'title': 'abc', 'authors': [{'name': 'A B', 'email': 'a@b.c'}]}|/authors/0/email is unknown",
                "{'title': 'abc', 'authors': [{'campusId': 'a', 'id': 1}]}|/authors/0 must have no other member beside campusId",
                "{'title': 'abc', 'authors': [{'firstName': 'Ann'}]}|/authors/0 must have firstName and lastName, or name",
                "{'title': 'abc', 'authors': [{'id': '7'}]}|/authors/0/id must be a whole number above 0",
                "{'title': 'abc', 'authors': [{'id': -7}]}|/authors/0/id must be a whole number above 0",
                "{'title': 'abc', 'authors': [{'id': 1.5}]}|/authors/0/id must be a whole number above 0",
                "{'title': 'abc', 'authors': [{'id': 99999999999999999999}]}|/authors/0/id must be a whole number above 0",
                "{'title': 'abc', 'funding': 7}|/funding must be a list",
                "{'title': 'abc', 'funding': ''}|/funding is empty",
                "{'title': 'abc', 'funding': [{'url': 'https://x'}]}|/funding/0/title is missing",
                "{'title': 'abc', 'funding': [7]}|/funding/0 must be an object",
                "{'title': 'abc', 'relatedMaterials': ['x']}|/relatedMaterials/0 must be an object",
                "{'title': 'abc', 'relatedMaterials': [{}]}|/relatedMaterials/0/identifier is missing",
                "{'title': 'abc', 'customFields': []}|/customFields must be an object of field names and values",
                "{'title': 'abc', 'customFields': {'A': 7}}|/customFields/A must be a text",
                "{'title': 'abc', 'customFields': {'A': ['x', {}]}}|/customFields/A/1 must be a text",
                "{'title': 'abc', 'customFields': {'A': ''}}|/customFields/A is empty",
                "{'title': 'abc', 'department': 1.5}|/department must be the code or the number of a department",
                "{'title': 'abc', 'timeline': '2020'}|/timeline must be an object",
                "{'title': 'abc', 'timeline': {'posted': '2020-01-01'}}|/timeline/posted is unknown",
                "{'title': 'abc', 'timeline': {'firstOnline': '31.1.2020'}}|/timeline/firstOnline must be a date such as 2030-01-31"
            })
    void a_violation_has_the_pointer_of_its_value(String body, String violation) {
        Metadata.of(json(body), violations);

        assertThat(found(violations)).containsExactly(violation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title|1001|/title must have 3 to 1,000 characters, and has 1,001",
                "description|20001|/description must have at most 20,000 characters, and has 20,001",
                "type|201|/type must have at most 200 characters, and has 201"
            })
    void a_text_that_is_too_long_is_refused(String name, int length, String violation) {
        Metadata.patch(json("{'" + name + "': '" + "x".repeat(length) + "'}"), violations);

        assertThat(found(violations)).containsExactly(violation);
    }

    @Test
    void lengths_count_code_points() {
        Metadata metadata = Metadata.of(json("{'title': '" + "🐜".repeat(1000) + "'}"), violations);

        assertThat(found(violations)).isEmpty();
        assertThat(metadata.title()).hasSize(2000);
    }

    @ParameterizedTest
    @CsvSource({"keywords, 100", "categories, 100", "authors, '1,000'", "funding, 100", "relatedMaterials, 100"})
    void a_list_that_is_too_long_is_refused(String name, String most) {
        int size = Integer.parseInt(most.replace(",", "")) + 1;
        String list = IntStream.range(0, size).mapToObj(i -> "7").collect(Collectors.joining(","));

        Metadata.patch(json("{'" + name + "': [" + list + "]}"), violations);

        assertThat(found(violations))
                .containsExactly(String.format("/%s must have at most %s elements, and has %,d", name, most, size));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0009-0099-0042-0019", "0009-0099-0042-001", "https://example.org/0009-0099-0042-0018", "none"})
    void an_invalid_orcid_is_refused(String orcid) {
        Metadata.patch(json("{'authors': [{'orcid': '" + orcid + "', 'name': 'Ann'}]}"), violations);

        assertThat(found(violations)).singleElement().asString().startsWith("/authors/0/orcid must be an ORCID iD");
    }

    @Test
    void too_many_custom_fields_are_refused() {
        String fields =
                IntStream.range(0, 201).mapToObj(i -> "'f" + i + "': 'x'").collect(Collectors.joining(","));

        Metadata.patch(json("{'customFields': {" + fields + "}}"), violations);

        assertThat(found(violations)).containsExactly("/customFields must have at most 200 members");
    }

    @Test
    void all_violations_are_reported_at_once() {
        Metadata.of(json("{'title': 'ab', 'type': 3, 'keywords': [1, 'ants', 2], 'colour': 'red'}"), violations);

        assertThatThrownBy(() -> violations.orThrow(Violations.INVALID_METADATA))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    ProblemBody body = problem.body("/v1/deposits");
                    assertThat(body.status()).isEqualTo(422);
                    assertThat(body.type()).endsWith(":invalid-metadata");
                    assertThat(body.detail())
                            .isEqualTo("5 errors are listed in errors. The first: /colour: is unknown.");
                    assertThat(body.errors())
                            .extracting(ProblemBody.Violation::pointer)
                            .containsExactly("/colour", "/title", "/type", "/keywords/0", "/keywords/2");
                });
    }

    @Test
    void the_number_of_reported_violations_is_limited() {
        Metadata.patch(
                json("{'keywords': [" + "1,".repeat(99) + "1], 'categories': [" + "1,".repeat(99) + "1]}"), violations);

        assertThat(violations.found()).hasSize(100);
    }

    @Test
    void a_long_name_is_not_repeated_in_the_answer() {
        Metadata.patch(json("{'" + "x".repeat(5_000) + "': 1}"), violations);

        Metadata.patch(json("{'customFields': {'" + "x".repeat(5_000) + "': '1'}}"), violations);

        assertThat(found(violations))
                .containsExactly(" has an unknown member", "/customFields has a member whose name is too long");
    }

    @Test
    void a_missing_member_is_null() {
        assertThat(Metadata.patch(json("{}"), violations))
                .isEqualTo(new Metadata(null, null, null, null, null, null, null, null, null, null, false, null, null));
        assertThat(Metadata.of(
                        json("{'title': 'abc', 'license': null, 'authors': null, 'timeline': null}"), violations))
                .isEqualTo(
                        new Metadata("abc", null, null, null, null, null, null, null, null, null, false, null, null));
        assertThat(found(violations)).isEmpty();
    }

    @Test
    void null_in_a_patch_removes_a_member() {
        Metadata patch = Metadata.patch(json("""
                {'description': null, 'keywords': null, 'categories': null, 'authors': null, 'funding': null,
                 'relatedMaterials': null, 'customFields': null, 'timeline': {'firstOnline': null}}"""), violations);

        assertThat(found(violations)).isEmpty();
        assertThat(patch.description()).isEmpty();
        assertThat(List.of(
                        patch.keywords(),
                        patch.categories(),
                        patch.authors(),
                        patch.funding(),
                        patch.relatedMaterials()))
                .containsOnly(List.of());
        assertThat(patch.onlyThoseFields()).isTrue();
        assertThat(patch.timeline()).containsEntry("firstOnline", null).hasSize(1);
    }

    @Test
    void required_members_cannot_be_removed() {
        Metadata.patch(json("{'title': null, 'type': null, 'license': null, 'department': null}"), violations);

        assertThat(found(violations))
                .containsExactly(
                        "/department can be changed, but not removed",
                        "/license can be changed, but not removed",
                        "/title can be changed, but not removed",
                        "/type can be changed, but not removed");
    }
}
