package io.campusfigshare.harvest.oai;

import static io.campusfigshare.harvest.oai.OaiClient.PREFIX;
import static io.campusfigshare.harvest.oai.OaiClient.allIdentifiers;
import static io.campusfigshare.harvest.oai.OaiClient.datestamp;
import static io.campusfigshare.harvest.oai.OaiClient.error;
import static io.campusfigshare.harvest.oai.OaiClient.lastPage;
import static io.campusfigshare.harvest.oai.OaiClient.oai;
import static io.campusfigshare.harvest.oai.OaiClient.path;
import static io.campusfigshare.harvest.oai.OaiClient.text;
import static io.campusfigshare.harvest.oai.OaiClient.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.xml.XmlPath;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the verbs, arguments and resumption tokens of OAI-PMH 2.0. */
@QuarkusTest
class OaiResourceTest extends HarvestTest {

    @Test
    void identifyDescribesTheRepository() {
        fillCatalogue();

        XmlPath identify = oai("verb=Identify");

        assertThat(identify.getString("OAI-PMH.Identify.repositoryName")).isEqualTo("Westmark & Co.");
        assertThat(identify.getString("OAI-PMH.Identify.baseURL")).isEqualTo("https://data.westmark.example/oai");
        assertThat(identify.getString("OAI-PMH.Identify.adminEmail")).isEqualTo("repository@westmark.example");
        assertThat(identify.getString("OAI-PMH.Identify.deletedRecord")).isEqualTo("persistent");
        assertThat(identify.getString("OAI-PMH.Identify.granularity")).isEqualTo("YYYY-MM-DDThh:mm:ssZ");
        assertThat(Instant.parse(identify.getString("OAI-PMH.Identify.earliestDatestamp")))
                .isBetween(Instant.now().minus(1, ChronoUnit.HOURS), Instant.now());
        assertThat(identify.getString("OAI-PMH.request.@verb")).isEqualTo("Identify");
        assertThat(identify.getString("OAI-PMH.request")).isEqualTo("https://data.westmark.example/oai");
    }

    @Test
    void editedItemIsListedAgain() {
        long id = publishAndSync("{\"title\":\"Before\"}");
        Instant before = datestamp(id);

        sandbox.change(id, "{\"title\":\"After\"}");
        syncs.items();
        soon().until(() -> datestamp(id).isAfter(before));

        String since = "verb=ListRecords&metadataPrefix=oai_dc&from=" + datestamp(id);
        assertThat(oai(since)
                        .getString("OAI-PMH.ListRecords.record.find { it.header.identifier == '" + PREFIX + id
                                + "' }.metadata.dc.title"))
                .isEqualTo("After");
    }

    @Test
    void withdrawnItemIsADeletedRecord() {
        long id = publishAndSync("{\"group_id\":4205}");
        List<String> sets = oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                .getList("OAI-PMH.GetRecord.record.header.setSpec");
        withdraw(id);

        for (String format : List.of("oai_dc", "cerif")) {
            XmlPath record = oai("verb=GetRecord&metadataPrefix=" + format + "&identifier=" + PREFIX + id);
            assertThat(record.getString("OAI-PMH.GetRecord.record.header.@status"))
                    .isEqualTo("deleted");
            assertThat(record.getList("OAI-PMH.GetRecord.record.header.setSpec"))
                    .isEqualTo(sets);
            assertThat(record.getInt("OAI-PMH.GetRecord.record.metadata.size()"))
                    .isZero();
        }
        assertThat(error("verb=ListMetadataFormats&identifier=" + PREFIX + id)).isEqualTo("noMetadataFormats");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "foo=bar badVerb",
                "verb=identify badVerb",
                "verb=Identify&verb=Identify badVerb",
                "verb=Identify&foo=bar badArgument",
                "verb=GetRecord&metadataPrefix=oai_dc badArgument",
                "verb=GetRecord&identifier=oai:data.westmark.example:2000001 badArgument",
                "verb=GetRecord&metadataPrefix=oai_dc&metadataPrefix=oai_dc&identifier=oai:a:1 badArgument",
                "verb=GetRecord&metadataPrefix=oai_dc&identifier=2000001 badArgument",
                "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:data.westmark.example:1 idDoesNotExist",
                "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.example:2000001 idDoesNotExist",
                "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:data.westmark.example:99999999999999999999 idDoesNotExist",
                "verb=GetRecord&metadataPrefix=mods&identifier=oai:data.westmark.example:2000001 cannotDisseminateFormat",
                "verb=ListMetadataFormats&identifier=oai:data.westmark.example:1 idDoesNotExist",
                "verb=ListMetadataFormats&resumptionToken=x badArgument",
                "verb=ListRecords badArgument",
                "verb=ListRecords&metadataPrefix=mods cannotDisseminateFormat",
                "verb=ListRecords&metadataPrefix=%20 badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&set=a%20b badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&set=item_type_99 noRecordsMatch",
                "verb=ListRecords&metadataPrefix=oai_dc&set=department_1 noRecordsMatch",
                "verb=ListRecords&metadataPrefix=oai_dc&set=department_4205 noRecordsMatch",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2000-01-01&until=2000-12-31 noRecordsMatch",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2100-01-01T00:00:00Z noRecordsMatch",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-12-31&until=2026-01-01 badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-12-31T00:00:00Z badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30 badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00 badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00.5Z badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01 badArgument",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026 badArgument",
                "verb=ListRecords&resumptionToken=x badResumptionToken",
                "verb=ListRecords&resumptionToken=%00%F0%9F%98%80%01 badResumptionToken",
                "verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc badArgument",
                "verb=ListSets&resumptionToken=x badResumptionToken"
            })
    void invalidRequestIsAProtocolError(String arguments, String code) {
        fillCatalogue();

        assertThat(error(arguments)).isEqualTo(code);
        given().contentType("application/x-www-form-urlencoded")
                .body(arguments)
                .post("/oai")
                .then()
                .statusCode(200)
                .body("OAI-PMH.error.@code", equalTo(code));
    }

    @Test
    void invalidArgumentsAreNotRepeated() {
        assertThat(text("verb=Identify&foo=bar")).contains("<request>https://data.westmark.example/oai</request>");
        assertThat(text("verb=ListRecords&resumptionToken=%3Cx%3E")).contains("resumptionToken=\"&lt;x");
    }

    @Test
    void figsharesIdentifiersAreAccepted() {
        long id = publishAndSync("{}");

        assertThat(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:figshare.com:article/" + id)
                        .getString("OAI-PMH.GetRecord.record.header.identifier"))
                .isEqualTo(PREFIX + id);
    }

    @Test
    void formHasTheSameAnswer() {
        fillCatalogue();

        given().formParam("verb", "Identify")
                .post("/oai")
                .then()
                .statusCode(200)
                .contentType("text/xml;charset=UTF-8")
                .body("OAI-PMH.Identify.protocolVersion", equalTo("2.0"));
    }

    @Test
    void answersAreNotCachedAndCompressedOnRequest() {
        fillCatalogue();

        given().config(RestAssuredConfig.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "gzip")
                .get("/oai?verb=Identify")
                .then()
                .statusCode(200)
                .header("Content-Encoding", "gzip")
                .header("Cache-Control", "no-store")
                .header("Vary", containsString("Accept-Encoding"));
        assertThat(oai("verb=Identify").getString("OAI-PMH.Identify.compression"))
                .isEqualTo("gzip");
    }

    @Test
    void resumptionTokenContinuesTheList() {
        fillCatalogue();
        copies(250);
        try {
            String first = text("verb=ListIdentifiers&metadataPrefix=oai_dc");
            XmlPath firstPage = path(first);
            int total = firstPage.getInt("OAI-PMH.ListIdentifiers.resumptionToken.@completeListSize");
            String second = text("verb=ListIdentifiers&resumptionToken=" + token(first));

            assertThat(firstPage.getInt("OAI-PMH.ListIdentifiers.header.size()"))
                    .isEqualTo(100);
            assertThat(firstPage.getInt("OAI-PMH.ListIdentifiers.resumptionToken.@cursor"))
                    .isZero();
            assertThat(Instant.parse(firstPage.getString("OAI-PMH.ListIdentifiers.resumptionToken.@expirationDate")))
                    .isAfter(Instant.now());
            assertThat(path(second).getInt("OAI-PMH.ListIdentifiers.resumptionToken.@cursor"))
                    .isEqualTo(100);
            assertThat(text("verb=ListIdentifiers&resumptionToken=" + token(first)))
                    .as("repeated request")
                    .contains(second.substring(second.indexOf("<header>"), second.indexOf("<resumptionToken")));
            List<String> all = allIdentifiers("ListIdentifiers", "metadataPrefix=oai_dc");
            assertThat(all).hasSize(total).doesNotHaveDuplicates().hasSizeGreaterThan(250);
            assertThat(lastPage("ListIdentifiers", "metadataPrefix=oai_dc"))
                    .containsPattern("<resumptionToken completeListSize=\"" + total
                            + "\" cursor=\"\\d+\"(/>|></resumptionToken>)");
        } finally {
            removeCopies();
        }
    }

    @Test
    void resumptionTokensAreSignedExpireAndHaveAVerb() {
        copies(150);
        try {
            String token = token(text("verb=ListIdentifiers&metadataPrefix=oai_dc"));
            byte[] key = database.query("select key from harvest_key")
                    .executeAndAwait()
                    .iterator()
                    .next()
                    .getBuffer("key")
                    .getBytes();
            ResumptionToken read = new ResumptionTokens(key, InstantSource.system()).read(token, Verb.LIST_IDENTIFIERS);
            var old = new ResumptionToken(
                    read.verb(),
                    "oai_dc",
                    null,
                    null,
                    null,
                    read.seq(),
                    100,
                    150,
                    Instant.now().minusSeconds(1));
            String expired = new ResumptionTokens(key, InstantSource.system()).write(old);
            String foreign = new ResumptionTokens(new byte[32], InstantSource.system()).write(read);
            char first = token.charAt(0) == 'A' ? 'B' : 'A';

            assertThat(error("verb=ListRecords&resumptionToken=" + token)).isEqualTo("badResumptionToken");
            assertThat(error("verb=ListIdentifiers&resumptionToken=" + expired)).isEqualTo("badResumptionToken");
            assertThat(error("verb=ListIdentifiers&resumptionToken=" + foreign)).isEqualTo("badResumptionToken");
            assertThat(error("verb=ListIdentifiers&resumptionToken=" + first + token.substring(1)))
                    .isEqualTo("badResumptionToken");
            // Another replica, or this one after a restart, has only the key.
            String others = new ResumptionTokens(key, InstantSource.system()).write(read);
            assertThat(path(text("verb=ListIdentifiers&resumptionToken=" + others))
                            .getInt("OAI-PMH.ListIdentifiers.header.size()"))
                    .isPositive();
        } finally {
            removeCopies();
        }
    }
}
