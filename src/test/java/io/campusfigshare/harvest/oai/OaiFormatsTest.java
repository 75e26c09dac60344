package io.campusfigshare.harvest.oai;

import static io.campusfigshare.harvest.oai.OaiClient.PREFIX;
import static io.campusfigshare.harvest.oai.OaiClient.datestamp;
import static io.campusfigshare.harvest.oai.OaiClient.error;
import static io.campusfigshare.harvest.oai.OaiClient.oai;
import static io.campusfigshare.harvest.oai.OaiClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the metadata formats of OAI-PMH: those of this service, and those that Figshare writes. */
@QuarkusTest
class OaiFormatsTest extends HarvestTest {

    @Test
    void everyListedFormatIsWritten() {
        long id = publishAndSync("{}");

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
        fillCatalogue();

        for (String format : List.of("oai_dc", "oai_datacite", "qdc", "uketd_dc", "cerif", "mets", "rdf")) {
            assertThat(oai("verb=ListRecords&metadataPrefix=" + format).getInt("OAI-PMH.ListRecords.record.size()"))
                    .as(format)
                    .isPositive();
        }
    }

    @Test
    void dublinCoreHasTheTermsOfOpenAire() {
        long id = publishAndSync(
                "{\"defined_type\":6,\"defined_type_name\":\"journal contribution\",\"is_embargoed\":true,"
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
    void charactersAreEscapedOrRemovedInXml() {
        String hostile = "a\u0001b]]>c\u202Ed\uD83D\uDC1Fe\uFFFEf<script>alert(1)</script>&amp;\u0008 \"'";
        long id = publishAndSync(new JsonObject()
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
        long id = publishAndSync("{\"title\":\"Kelp\"}");
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
                .allSatisfy(request -> assertThat(request.query())
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
        long id = publishAndSync("{}");
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
            removeCopies();
        }
    }
}
