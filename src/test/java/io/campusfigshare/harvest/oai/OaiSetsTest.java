package io.campusfigshare.harvest.oai;

import static io.campusfigshare.harvest.oai.OaiClient.PREFIX;
import static io.campusfigshare.harvest.oai.OaiClient.allIdentifiers;
import static io.campusfigshare.harvest.oai.OaiClient.datestamp;
import static io.campusfigshare.harvest.oai.OaiClient.error;
import static io.campusfigshare.harvest.oai.OaiClient.oai;
import static io.campusfigshare.harvest.oai.OaiClient.path;
import static io.campusfigshare.harvest.oai.OaiClient.text;
import static io.campusfigshare.harvest.oai.OaiClient.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the sets of OAI-PMH and their records. */
@QuarkusTest
class OaiSetsTest extends HarvestTest {

    @Test
    void everyListedSetHasItsRecords() {
        long id = publishAndSync("{\"group_id\":4205}");
        long collection = sandbox.publishCollection("{\"articles\":[" + id + "],\"title\":\"Eels & <em>elvers</em>\"}");
        syncs.collections();
        waitForNextSecond();

        XmlPath sets = oai("verb=ListSets");
        List<String> specs = sets.getList("OAI-PMH.ListSets.set.setSpec");
        String name =
                sets.getString("OAI-PMH.ListSets.set.find { it.setSpec == 'collection_" + collection + "' }.setName");
        List<String> own = oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                .getList("OAI-PMH.GetRecord.record.header.setSpec");

        assertThat(name).isEqualTo("Eels & elvers");
        assertThat(specs).doesNotHaveDuplicates().containsAll(own);
        assertThat(own)
                .contains("collection_" + collection)
                .anyMatch(spec -> spec.matches("department_\\d+(:\\d+)*:4205"))
                .anyMatch(spec -> spec.startsWith("category_"))
                .anyMatch(spec -> spec.startsWith("item_type_"));
        for (String spec : own) {
            assertThat(allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc&set=" + spec))
                    .as(spec)
                    .contains(PREFIX + id);
        }
        String parent = own.stream()
                .filter(spec -> spec.startsWith("department_"))
                .findFirst()
                .orElseThrow()
                .replaceAll(":[0-9]+$", "");
        assertThat(allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc&set=" + parent))
                .contains(PREFIX + id);
        assertThat(allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc&set=collection_" + collection))
                .containsExactly(PREFIX + id);
    }

    @Test
    void openAireSetsHaveOpenOrFundedLiteratureAndAllData() {
        fillCatalogue();
        String closed = ",\"is_metadata_record\":true";
        String funded = ",\"funding_list\":[{\"id\":1,\"title\":\"Kelp\",\"funder_name\":\"Harrow Trust\"}]";
        List<Long> literature = List.of(
                typed(6, "journal contribution", ""), typed(8, "thesis", ""), typed(18, "report", closed + funded));
        List<Long> data = List.of(typed(3, "dataset", ""), typed(9, "software", closed));
        List<Long> neither = List.of(typed(8, "thesis", closed), typed(19, "standard", funded));
        syncs.items();
        waitForNextSecond();
        withdraw(literature.getFirst());
        withdraw(data.getFirst());
        waitForNextSecond();

        assertThat(oai("verb=ListSets").getList("OAI-PMH.ListSets.set.setSpec")).contains("openaire", "openaire_data");
        assertThat(memberships(literature)).containsOnly("openaire");
        assertThat(memberships(data)).containsOnly("openaire_data");
        assertThat(memberships(neither)).containsOnly("");
        for (String set : List.of("openaire", "openaire_data")) {
            List<String> members = identifiers(set.equals("openaire") ? literature : data);
            assertThat(allIdentifiers("ListIdentifiers", "metadataPrefix=oai_datacite&set=" + set))
                    .containsAll(members)
                    .doesNotContainAnyElementsOf(identifiers(set.equals("openaire") ? data : literature))
                    .doesNotContainAnyElementsOf(identifiers(neither));
            String records = text(
                    "verb=ListRecords&metadataPrefix=oai_dc&set=" + set + "&from=" + datestamp(neither.getFirst()));
            assertThat(path(records).<String>getList("OAI-PMH.ListRecords.record.header.identifier"))
                    .containsAll(members)
                    .doesNotContainAnyElementsOf(identifiers(neither));
        }
    }

    @Test
    void resumedListStaysInItsSet() {
        fillCatalogue();
        long data = typed(3, "dataset", "");
        syncs.items();
        copies(150, data);
        try {
            List<String> all = allIdentifiers("ListIdentifiers", "metadataPrefix=oai_datacite&set=openaire_data");
            String first = text("verb=ListRecords&metadataPrefix=oai_datacite&set=openaire_data");
            String second = text("verb=ListRecords&resumptionToken=" + token(first));

            assertThat(all).hasSizeGreaterThan(150).doesNotHaveDuplicates().contains(PREFIX + data);
            for (String page : List.of(first, second)) {
                assertThat(page.split("<setSpec>openaire_data</setSpec>", -1))
                        .hasSameSizeAs(page.split("<record>", -1))
                        .hasSizeGreaterThan(50);
            }
        } finally {
            removeCopies();
        }
    }

    @Test
    void emptySetIsNotListed() {
        fillCatalogue();
        database.query("update item set type = type || '?'").executeAndAwait();
        try {
            assertThat(oai("verb=ListSets").getList("OAI-PMH.ListSets.set.setSpec"))
                    .isNotEmpty()
                    .doesNotContain("openaire", "openaire_data");
            for (String set : List.of("openaire", "openaire_data", "openaire_", "openaire:data")) {
                assertThat(error("verb=ListRecords&metadataPrefix=oai_dc&set=" + set))
                        .isEqualTo("noRecordsMatch");
            }
        } finally {
            database.query("update item set type = rtrim(type, '?')").executeAndAwait();
        }
    }

    @Test
    void itemThatJoinsASetByAMigrationIsListedAgain() throws IOException {
        long id = publishAndSync("{}");
        Instant before = datestamp(id);
        int known = allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc").size();

        database.query(Files.readString(Path.of("src/main/resources/db/migration/V8__harvest_openaire.sql")))
                .executeAndAwait();
        waitForNextSecond();

        assertThat(datestamp(id)).isAfter(before);
        assertThat(allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc&from=" + datestamp(id)))
                .doesNotHaveDuplicates()
                .hasSize(known);
    }

    @Test
    void itemThatJoinsACollectionIsListedAgain() {
        long id = publishAndSync("{}");
        Instant before = datestamp(id);
        long collection = sandbox.publishCollection("{\"articles\":[" + id + "]}");
        syncs.collections();

        soon().until(() -> datestamp(id).isAfter(before));

        assertThat(allIdentifiers(
                        "ListIdentifiers",
                        "metadataPrefix=oai_dc&set=collection_" + collection + "&from=" + datestamp(id)))
                .containsExactly(PREFIX + id);
    }

    private long typed(int type, String name, String more) {
        return sandbox.publish("{\"defined_type\":" + type + ",\"defined_type_name\":\"" + name + "\",\"funding\":null"
                + (more.contains("funding_list") ? "" : ",\"funding_list\":[]") + more + "}");
    }

    /** Returns OpenAIRE's sets of each item. */
    private static List<String> memberships(List<Long> ids) {
        return ids.stream()
                .map(id -> oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                        .<String>getList("OAI-PMH.GetRecord.record.header.setSpec")
                        .stream()
                        .filter(spec -> spec.startsWith("openaire"))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<String> identifiers(List<Long> ids) {
        return ids.stream().map(id -> PREFIX + id).toList();
    }
}
