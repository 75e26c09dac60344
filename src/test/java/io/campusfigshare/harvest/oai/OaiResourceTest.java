package io.campusfigshare.harvest.oai;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.harvest.HarvestTest;
import io.campusfigshare.harvest.Schemas;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.config.XmlPathConfig;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the requirements of OAI-PMH 2.0. */
@QuarkusTest
class OaiResourceTest extends HarvestTest {

    private static final Schemas SCHEMAS = new Schemas("oai-pmh.xsd", "oai_dc.xsd", "qdc.xsd");
    private static final String PREFIX = "oai:data.westmark.example:";
    private static final Pattern TOKEN = Pattern.compile("<resumptionToken[^>]*>([^<]+)</resumptionToken>");

    @Test
    void identifyDescribesTheRepository() {
        filled();

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
    void everyListedFormatIsWritten() {
        long id = published("{}");

        List<String> formats = oai("verb=ListMetadataFormats&identifier=" + PREFIX + id)
                .getList("OAI-PMH.ListMetadataFormats.metadataFormat.metadataPrefix");

        assertThat(formats).containsExactly("oai_dc", "oai_datacite", "qdc", "uketd_dc", "cerif", "mets", "rdf");
        for (String format : formats) {
            XmlPath record = oai("verb=GetRecord&metadataPrefix=" + format + "&identifier=" + PREFIX + id);
            assertThat(record.getString("OAI-PMH.GetRecord.record.header.identifier"))
                    .isEqualTo(PREFIX + id);
            assertThat(record.getString("OAI-PMH.GetRecord.record.metadata"))
                    .as(format)
                    .isNotBlank();
        }
    }

    @Test
    void listOfEachFormatIsValid() {
        filled();

        for (String format : List.of("oai_dc", "oai_datacite", "qdc", "uketd_dc", "cerif", "mets", "rdf")) {
            assertThat(oai("verb=ListRecords&metadataPrefix=" + format).getInt("OAI-PMH.ListRecords.record.size()"))
                    .as(format)
                    .isPositive();
        }
    }

    @Test
    void everyListedSetHasItsRecords() {
        long id = published("{\"group_id\":4205}");
        long collection = sandbox.publishCollection("{\"articles\":[" + id + "],\"title\":\"Eels & <em>elvers</em>\"}");
        syncs.collections();
        aSecondLater();

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
            assertThat(all("ListIdentifiers", "metadataPrefix=oai_dc&set=" + spec))
                    .as(spec)
                    .contains(PREFIX + id);
        }
        String parent = own.stream()
                .filter(spec -> spec.startsWith("department_"))
                .findFirst()
                .orElseThrow()
                .replaceAll(":[0-9]+$", "");
        assertThat(all("ListIdentifiers", "metadataPrefix=oai_dc&set=" + parent))
                .contains(PREFIX + id);
        assertThat(all("ListIdentifiers", "metadataPrefix=oai_dc&set=collection_" + collection))
                .containsExactly(PREFIX + id);
    }

    @Test
    void openAireSetsHaveOpenOrFundedLiteratureAndAllData() {
        filled();
        String closed = ",\"is_metadata_record\":true";
        String funded = ",\"funding_list\":[{\"id\":1,\"title\":\"Kelp\",\"funder_name\":\"Harrow Trust\"}]";
        List<Long> literature = List.of(
                typed(6, "journal contribution", ""), typed(8, "thesis", ""), typed(18, "report", closed + funded));
        List<Long> data = List.of(typed(3, "dataset", ""), typed(9, "software", closed));
        List<Long> neither = List.of(typed(8, "thesis", closed), typed(19, "standard", funded));
        syncs.items();
        aSecondLater();
        withdraw(literature.getFirst());
        withdraw(data.getFirst());
        aSecondLater();

        assertThat(oai("verb=ListSets").getList("OAI-PMH.ListSets.set.setSpec")).contains("openaire", "openaire_data");
        assertThat(memberships(literature)).containsOnly("openaire");
        assertThat(memberships(data)).containsOnly("openaire_data");
        assertThat(memberships(neither)).containsOnly("");
        for (String set : List.of("openaire", "openaire_data")) {
            List<String> members = identifiers(set.equals("openaire") ? literature : data);
            assertThat(all("ListIdentifiers", "metadataPrefix=oai_datacite&set=" + set))
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
        filled();
        long data = typed(3, "dataset", "");
        syncs.items();
        copies(150, data);
        try {
            List<String> all = all("ListIdentifiers", "metadataPrefix=oai_datacite&set=openaire_data");
            String first = text("verb=ListRecords&metadataPrefix=oai_datacite&set=openaire_data");
            String second = text("verb=ListRecords&resumptionToken=" + token(first));

            assertThat(all).hasSizeGreaterThan(150).doesNotHaveDuplicates().contains(PREFIX + data);
            for (String page : List.of(first, second)) {
                assertThat(page.split("<setSpec>openaire_data</setSpec>", -1))
                        .hasSameSizeAs(page.split("<record>", -1))
                        .hasSizeGreaterThan(50);
            }
        } finally {
            forget();
        }
    }

    @Test
    void emptySetIsNotListed() {
        filled();
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
        long id = published("{}");
        Instant before = datestamp(id);
        int known = all("ListIdentifiers", "metadataPrefix=oai_dc").size();

        database.query(Files.readString(Path.of("src/main/resources/db/migration/V8__harvest_openaire.sql")))
                .executeAndAwait();
        aSecondLater();

        assertThat(datestamp(id)).isAfter(before);
        assertThat(all("ListIdentifiers", "metadataPrefix=oai_dc&from=" + datestamp(id)))
                .doesNotHaveDuplicates()
                .hasSize(known);
    }

    @Test
    void dublinCoreHasTheTermsOfOpenAire() {
        long id = published("{\"defined_type\":6,\"defined_type_name\":\"journal contribution\",\"is_embargoed\":true,"
                + "\"embargo_type\":\"file\",\"embargo_date\":\"2040-02-03T00:00:00Z\",\"embargo_options\":[],"
                + "\"funding_list\":[{\"id\":1,\"title\":\"Kelp (Horizon 2020)\",\"grant_code\":\"706028\","
                + "\"funder_name\":\"European Commission\"}]}");

        XmlPath dc = oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                .setRootPath("OAI-PMH.GetRecord.record.metadata.dc");

        assertThat(dc.<String>getList("type"))
                .containsExactly("info:eu-repo/semantics/article", "Text", "journal contribution");
        assertThat(dc.<String>getList("rights")).contains("Embargoed access", "info:eu-repo/semantics/embargoedAccess");
        assertThat(dc.<String>getList("date")).hasSize(2).endsWith("info:eu-repo/date/embargoEnd/2040-02-03");
        assertThat(dc.<String>getList("relation")).contains("info:eu-repo/grantAgreement/EC/H2020/706028");
        assertThat(text("verb=GetRecord&metadataPrefix=oai_datacite&identifier=" + PREFIX + id))
                .contains("rightsURI=\"info:eu-repo/semantics/embargoedAccess\"");
    }

    @Test
    void itemThatJoinsACollectionIsListedAgain() {
        long id = published("{}");
        Instant before = datestamp(id);
        long collection = sandbox.publishCollection("{\"articles\":[" + id + "]}");
        syncs.collections();

        soon().until(() -> datestamp(id).isAfter(before));

        assertThat(all(
                        "ListIdentifiers",
                        "metadataPrefix=oai_dc&set=collection_" + collection + "&from=" + datestamp(id)))
                .containsExactly(PREFIX + id);
    }

    @Test
    void editedItemIsListedAgain() {
        long id = published("{\"title\":\"Before\"}");
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
        long id = published("{\"group_id\":4205}");
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
        filled();

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
        long id = published("{}");

        assertThat(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:figshare.com:article/" + id)
                        .getString("OAI-PMH.GetRecord.record.header.identifier"))
                .isEqualTo(PREFIX + id);
    }

    @Test
    void formHasTheSameAnswer() {
        filled();

        given().formParam("verb", "Identify")
                .post("/oai")
                .then()
                .statusCode(200)
                .contentType("text/xml;charset=UTF-8")
                .body("OAI-PMH.Identify.protocolVersion", equalTo("2.0"));
    }

    @Test
    void answersAreNotCachedAndCompressedOnRequest() {
        filled();

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
        filled();
        copies(250);
        try {
            String first = text("verb=ListIdentifiers&metadataPrefix=oai_dc");
            XmlPath begun = path(first);
            int total = begun.getInt("OAI-PMH.ListIdentifiers.resumptionToken.@completeListSize");
            String second = text("verb=ListIdentifiers&resumptionToken=" + token(first));

            assertThat(begun.getInt("OAI-PMH.ListIdentifiers.header.size()")).isEqualTo(100);
            assertThat(begun.getInt("OAI-PMH.ListIdentifiers.resumptionToken.@cursor"))
                    .isZero();
            assertThat(Instant.parse(begun.getString("OAI-PMH.ListIdentifiers.resumptionToken.@expirationDate")))
                    .isAfter(Instant.now());
            assertThat(path(second).getInt("OAI-PMH.ListIdentifiers.resumptionToken.@cursor"))
                    .isEqualTo(100);
            assertThat(text("verb=ListIdentifiers&resumptionToken=" + token(first)))
                    .as("asked again")
                    .contains(second.substring(second.indexOf("<header>"), second.indexOf("<resumptionToken")));
            List<String> all = all("ListIdentifiers", "metadataPrefix=oai_dc");
            assertThat(all).hasSize(total).doesNotHaveDuplicates().hasSizeGreaterThan(250);
            assertThat(last("ListIdentifiers", "metadataPrefix=oai_dc"))
                    .containsPattern("<resumptionToken completeListSize=\"" + total
                            + "\" cursor=\"\\d+\"(/>|></resumptionToken>)");
        } finally {
            forget();
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
            forget();
        }
    }

    @Test
    void charactersAreEscapedOrRemovedInXml() {
        String hostile = "a\u0001b]]>c\u202Ed\uD83D\uDC1Fe\uFFFEf<script>alert(1)</script>&amp;\u0008 \"'";
        long id = published(new JsonObject()
                .put("title", hostile)
                .put("description", "<p>" + ("x" + hostile).repeat(1_000) + "\uD83D</p>")
                .put("tags", new JsonArray().add(hostile).add("\u0000nul"))
                .put("custom_fields", new JsonArray())
                .encode());

        for (String format : List.of("oai_dc", "oai_datacite", "qdc", "uketd_dc", "cerif", "mets", "rdf")) {
            String record = text("verb=GetRecord&metadataPrefix=" + format + "&identifier=" + PREFIX + id);
            assertThat(record).as(format).contains("\uD83D\uDC1F").doesNotContain("<script", "\u0001", "\uFFFE");
        }
        assertThat(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                        .getString("OAI-PMH.GetRecord.record.metadata.dc.description")
                        .length())
                .isGreaterThan(20_000);
    }

    @Test
    void figsharesFormatsAreForwardedAndCached() {
        long id = published("{\"title\":\"Kelp\"}");
        sandbox.clearLog();

        for (int n = 0; n < 3; n++) {
            String record = text("verb=GetRecord&metadataPrefix=mets&identifier=" + PREFIX + id);
            assertThat(record)
                    .contains("http://www.loc.gov/METS/")
                    .contains("LABEL=\"Kelp\"")
                    .contains("xlink:href=");
        }

        assertThat(sandbox.received("GET", "/v2/oai"))
                .hasSize(1)
                .allSatisfy(asked -> assertThat(asked.query())
                        .isEqualTo("verb=GetRecord&metadataPrefix=mets&identifier=oai:figshare.com:article/" + id));
        Instant before = datestamp(id);
        sandbox.change(id, "{\"title\":\"Dulse\"}");
        syncs.items();
        soon().until(() -> datestamp(id).isAfter(before));
        assertThat(text("verb=GetRecord&metadataPrefix=mets&identifier=" + PREFIX + id))
                .contains("LABEL=\"Dulse\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waf-challenge", "html", "truncate", "nginx-forbidden"})
    void onlyFigsharesFormatsFailWithItsOai(String fault) {
        long id = published("{}");
        var failing = sandbox.fault(fault).on("/v2/oai").start();
        try {
            Response foreign = get("/oai?verb=GetRecord&metadataPrefix=rdf&identifier=" + PREFIX + id);

            // Enough failures to open a circuit breaker, which must not be that of the API.
            for (int n = 0; n < 5; n++) {
                get("/oai?verb=GetRecord&metadataPrefix=rdf&identifier=" + PREFIX + id);
            }
            assertThat(foreign.statusCode()).isBetween(502, 504);
            long other = sandbox.publish("{}");
            syncs.items();
            get("/v1/items/" + other).then().statusCode(200);
            foreign.then().contentType("application/problem+json").header("Retry-After", notNullValue());
            assertThat(text("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id))
                    .contains("<oai_dc:dc");
        } finally {
            failing.stop();
        }
        soon().until(() -> get("/oai?verb=GetRecord&metadataPrefix=rdf&identifier=" + PREFIX + id)
                        .statusCode()
                == 200);
    }

    @Test
    void formatThatFigshareDoesNotHaveIsAProtocolError() {
        copies(1);
        try {
            assertThat(error("verb=GetRecord&metadataPrefix=cerif&identifier=" + PREFIX + 70_000_000))
                    .isEqualTo("cannotDisseminateFormat");
        } finally {
            forget();
        }
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

    private Instant datestamp(long id) {
        return Instant.parse(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                .getString("OAI-PMH.GetRecord.record.header.datestamp"));
    }

    private static String last(String verb, String arguments) {
        String page = text("verb=" + verb + "&" + arguments);
        for (Matcher more = TOKEN.matcher(page); more.find(); more = TOKEN.matcher(page)) {
            page = text("verb=" + verb + "&resumptionToken=" + more.group(1));
        }
        return page;
    }

    /** Returns the identifiers on all pages. */
    private static List<String> all(String verb, String arguments) {
        List<String> all = new ArrayList<>();
        String page = text("verb=" + verb + "&" + arguments);
        while (true) {
            all.addAll(path(page).getList("OAI-PMH.ListIdentifiers.header.identifier"));
            Matcher more = TOKEN.matcher(page);
            if (!more.find()) {
                return all;
            }
            page = text("verb=" + verb + "&resumptionToken=" + more.group(1));
        }
    }

    private static String token(String page) {
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).as(page).isTrue();
        return token.group(1);
    }

    private static String error(String arguments) {
        return path(text(arguments)).getString("OAI-PMH.error.@code");
    }

    private static XmlPath oai(String arguments) {
        return path(text(arguments));
    }

    private static XmlPath path(String xml) {
        return new XmlPath(xml).using(XmlPathConfig.xmlPathConfig());
    }

    /** Requires that the answer is valid XML of the schema. */
    private static String text(String arguments) {
        Response answer = get("/oai?" + arguments);
        answer.then().statusCode(200).contentType("text/xml");
        String xml = answer.asString();
        assertThat(SCHEMAS.violations(xml))
                .as(xml.substring(0, Math.min(2_000, xml.length())))
                .isEmpty();
        return xml;
    }
}
