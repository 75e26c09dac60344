package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static io.campusfigshare.deposit.metadata.Given.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigshareMetadataTest {

    private final Violations violations = new Violations();
    private final Given.Westmark westmark = new Given.Westmark();

    @Test
    void names_are_resolved_to_figshares_numbers() {
        ObjectNode body = created("""
                {'title': 'Ants', 'description': '<p>Long</p>', 'type': 'Journal-Contribution', 'license': 'cc-by-4.0',
                 'keywords': ['ants', 'light', 'ants'], 'categories': ['310301', '3103', '310301'],
                 'authors': [{'campusId': 'moakhurst@westmark.example'}, {'orcid': '0009-0099-0042-0026', 'name': 'T. F.'},
                             {'id': 7}, {'name': 'Piet van Larkspur'},
                             {'firstName': 'Jo', 'lastName': 'Doe', 'orcid': '0009-0099-0042-0018'}],
                 'funding': [{'title': 'Light', 'grant': '41', 'funder': 'NSF'}, {'title': 'Own'},
                             {'funder': 'NSF', 'grant': '42'}],
                 'relatedMaterials': [{'identifier': '10.1242/jeb.228601', 'title': 'Treadmill'}],
                 'customFields': {'Instrument': 'Scope', 'Ethics approval': null},
                 'department': 'CHE', 'timeline': {'firstOnline': '2020-01-31', 'publisherAcceptance': null}}""");

        assertThat(found(violations)).isEmpty();
        assertThat(body).hasToString(written("""
                {'title': 'Ants', 'description': '<p>Long</p>', 'defined_type': 'journal contribution', 'license': 1,
                 'keywords': ['ants', 'light'], 'categories_by_source_id': ['310301', '3103'],
                 'authors': [{'id': 1000101}, {'id': 1000102}, {'id': 7}, {'name': 'Piet van Larkspur'},
                             {'name': 'Jo Doe', 'first_name': 'Jo', 'last_name': 'Doe', 'orcid_id': '0009-0099-0042-0018'}],
                 'funding_list': [{'title': 'Light (NSF, 41)'}, {'title': 'Own'}, {'title': 'NSF, 42'}],
                 'related_materials': [{'identifier': '10.1242/jeb.228601', 'identifier_type': 'DOI', 'relation': 'References',
                                        'title': 'Treadmill'}],
                 'group_id': 4203, 'custom_fields_list': [{'name': 'Instrument', 'value': 'Scope'}],
                 'timeline': {'firstOnline': '2020-01-31'}}"""));
        assertThat(westmark.asked).contains("custom fields of 4203");
    }

    @ParameterizedTest
    @CsvSource({
        "CC BY 4.0, 1",
        "CC0-1.0, 2",
        "cc0, 2",
        "MIT, 3",
        "GPL, 4",
        "GPL-2.0-or-later, 5",
        "GPL-3.0-or-later, 6",
        "GPL-3.0-only, 4",
        "Apache-2.0, 7"
    })
    void a_license_is_found_by_name_or_spdx_identifier(String name, long number) {
        assertThat(patched("{'license': '" + name + "'}").path("license").longValue())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'license': 'CC-BY-ND-4.0'|/license is not a license that the depositor may choose; allowed are: CC-BY-4.0, CC0-1.0, MIT, ",
                "'type': 'fileset'|/type is not an item type; allowed are: figure, media, dataset, ",
                "'categories': ['3103', '9']|/categories/1 is not the source id of a category that the depositor may choose; /v1/reference/categories lists them",
                "'categories': ['31']|/categories/0 is a heading, which cannot be chosen",
                "'department': 'XYZ'|/department is not the code of a department; allowed are: BIO, CHE",
                "'department': 4299|/department is not the code of a department; allowed are: BIO, CHE",
                "'authors': [{'campusId': 'x'}]|/authors/0 is not known to Figshare by this campus id",
                "'authors': [{'campusId': 'hidden'}]|/authors/0 must be identified by ORCID iD or name: this token permits only the campus id of its own person",
                "'authors': [{'name': 'A B'}, {'orcid': '0009-0099-0042-0018'}]|/authors/1 is not known to Figshare by this ORCID iD: add a name",
                "'authors': [{'orcid': '0009-0099-0042-0026'}, {'id': 1000102}]|/authors/1 is the same person as /authors/0",
                "'customFields': {'Colour': 'red'}|/customFields/Colour is not a field of this department; allowed are: Instrument, Techniques, "
            })
    void an_unknown_name_is_refused_with_the_allowed_ones(String member, String violation) {
        patched("{" + member + "}");

        assertThat(found(violations)).singleElement().asString().startsWith(violation);
    }

    @Test
    void unknown_and_malformed_values_are_reported_together() {
        created("{'title': 'x', 'type': 'fileset', 'categories': [7, '9'], 'authors': [{}, {'campusId': 'x'}]}");

        assertThat(violations.found())
                .extracting(v -> v.pointer())
                .containsExactly("/title", "/categories/0", "/authors/0", "/type", "/categories/1", "/authors/1");
    }

    @Test
    void only_given_members_are_sent_and_looked_up() {
        assertThat(patched("{'title': 'Bees'}")).hasToString(written("{'title': 'Bees'}"));
        assertThat(patched("{}")).hasToString(written("{}"));
        assertThat(westmark.asked).isEmpty();
    }

    @Test
    void null_is_sent_as_figshares_empty_value() {
        assertThat(patched("""
                        {'description': null, 'keywords': null, 'categories': null, 'authors': null,
                         'funding': null, 'relatedMaterials': null}""")).hasToString(written("""
                        {'description': '', 'keywords': [], 'categories': [], 'categories_by_source_id': [],
                         'authors': [], 'funding_list': [], 'related_materials': []}"""));
        assertThat(found(violations)).isEmpty();
        assertThat(westmark.asked).isEmpty();
    }

    @Test
    void older_fields_are_cleared_with_an_empty_list() {
        ObjectNode current = json("""
                {'funding': 'NSF', 'references': ['https://a.example'], 'resource_doi': '10.1/x', 'resource_title': ''}""");

        assertThat(patched("{'funding': [], 'relatedMaterials': []}", current)).hasToString(written("""
                {'funding_list': [], 'funding': '', 'related_materials': [], 'references': [], 'resource_doi': ''}"""));
    }

    @Test
    void existing_funding_keeps_its_number_and_existing_material_its_flag() {
        ObjectNode current = json("""
                {'funding_list': [{'id': 55, 'title': 'Light', 'grant_code': '41', 'funder_name': 'NSF', 'url': 'https://x'},
                                  {'id': 56, 'title': 'Own', 'grant_code': '', 'funder_name': null}],
                 'related_materials': [{'id': 9, 'identifier': '10.1242/jeb.228601', 'is_linkout': true}]}""");

        assertThat(patched("""
                        {'funding': [{'title': 'Light', 'grant': '41', 'funder': 'NSF', 'url': 'https://x'}, {'title': 'Own'},
                                     {'title': 'Light'}],
                         'relatedMaterials': [{'identifier': '10.1242/jeb.228601'}, {'url': 'https://a.example/'}]}""", current)).hasToString(written("""
                        {'funding_list': [{'id': 55}, {'id': 56}, {'title': 'Light'}],
                         'related_materials': [
                           {'identifier': '10.1242/jeb.228601', 'identifier_type': 'DOI', 'relation': 'References', 'is_linkout': true},
                           {'identifier': 'https://a.example/', 'identifier_type': 'URL', 'relation': 'References'}]}"""));
    }

    @Test
    void a_text_is_a_list_of_one_funding() {
        assertThat(patched("{'funding': 'NSF 41'}")).hasToString(written("{'funding_list': [{'title': 'NSF 41'}]}"));
    }

    @Test
    void a_patch_keeps_dates_that_it_does_not_name() {
        ObjectNode current = json("""
                {'timeline': {'posted': '2020-01-01T00:00:00', 'firstOnline': '2020-01-02T00:00:00',
                              'publisherPublication': '2020-01-03'}}""");

        assertThat(patched(
                        "{'timeline': {'publisherPublication': null, 'publisherAcceptance': '2019-12-31'}}", current))
                .hasToString(written("""
                        {'timeline': {'firstOnline': '2020-01-02T00:00:00', 'publisherPublication': null,
                                      'publisherAcceptance': '2019-12-31'}}"""));
        assertThat(patched("{'timeline': null}", current))
                .hasToString(written("{'timeline': {'firstOnline': null, 'publisherPublication': null}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'identifier': 'abc'|/identifierType is missing, and the identifier is neither a DOI nor a web address",
                "'identifier': 'abc', 'identifierType': 'DOI'|/identifier must be a DOI such as 10.1371/journal.pone.0039704",
                "'identifier': 'abc', 'identifierType': 'URL'|/identifier must be a web address that begins with https:// or http://",
                "'identifier': 'javascript:alert(1)', 'identifierType': 'url'|/identifier must be a web address that begins with https:// or http://",
                "'identifier': '10.1234/x', 'relation': 'Likes'|/relation must be one of IsCitedBy, Cites, ",
                "'identifier': 'x', 'identifierType': 'ISMN'|/identifierType must be one of ARK, arXiv, ",
                "'identifier': 7|/identifier must be a text",
                "'title': 'x'|/identifier is missing",
                "'identifier': '10.1234/x', 'is_linkout': true|/is_linkout is unknown"
            })
    void an_invalid_related_material_is_refused(String members, String violation) {
        patched("{'relatedMaterials': [{" + members + "}]}");

        assertThat(found(violations)).singleElement().asString().startsWith("/relatedMaterials/0" + violation);
    }

    @Test
    void an_identifier_of_another_type_is_not_changed() {
        assertThat(patched(
                                "{'relatedMaterials': [{'identifier': '978-3', 'identifierType': 'isbn', 'relation': 'ispartof'}]}")
                        .path("related_materials")
                        .path(0))
                .hasToString(written("{'identifier': '978-3', 'identifier_type': 'ISBN', 'relation': 'IsPartOf'}"));
    }

    private ObjectNode created(String body) {
        return FigshareMetadata.toFigshare(Metadata.of(json(body), violations), null, westmark, violations);
    }

    private ObjectNode patched(String patch) {
        return patched(patch, json("{}"));
    }

    private ObjectNode patched(String patch, @Nullable ObjectNode current) {
        return FigshareMetadata.toFigshare(Metadata.patch(json(patch), violations), current, westmark, violations);
    }
}
