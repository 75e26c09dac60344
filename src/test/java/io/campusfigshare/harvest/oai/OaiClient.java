package io.campusfigshare.harvest.oai;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.harvest.Schemas;
import io.restassured.RestAssured;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.config.XmlPathConfig;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests of OAI-PMH and checks that the answers are valid. */
final class OaiClient {

    static final String PREFIX = "oai:data.westmark.example:";

    private static final Schemas SCHEMAS = new Schemas("oai-pmh.xsd", "oai_dc.xsd", "qdc.xsd");
    private static final Pattern TOKEN = Pattern.compile("<resumptionToken[^>]*>([^<]+)</resumptionToken>");

    private OaiClient() {}

    /** Returns the datestamp of an item. */
    static Instant datestamp(long id) {
        return Instant.parse(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + PREFIX + id)
                .getString("OAI-PMH.GetRecord.record.header.datestamp"));
    }

    /** Returns the last page of a list. */
    static String lastPage(String verb, String arguments) {
        String page = text("verb=" + verb + "&" + arguments);
        for (Matcher more = TOKEN.matcher(page); more.find(); more = TOKEN.matcher(page)) {
            page = text("verb=" + verb + "&resumptionToken=" + more.group(1));
        }
        return page;
    }

    /** Returns the identifiers on all pages. */
    static List<String> allIdentifiers(String verb, String arguments) {
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

    /** Returns the resumption token of a page. */
    static String token(String page) {
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).as(page).isTrue();
        return token.group(1);
    }

    /** Returns the code of the protocol error. */
    static String error(String arguments) {
        return path(text(arguments)).getString("OAI-PMH.error.@code");
    }

    static XmlPath oai(String arguments) {
        return path(text(arguments));
    }

    static XmlPath path(String xml) {
        return new XmlPath(xml).using(XmlPathConfig.xmlPathConfig());
    }

    /** Requires that the answer is valid XML of the schema. */
    static String text(String arguments) {
        Response answer = RestAssured.given().urlEncodingEnabled(false).get("/oai?" + arguments);
        answer.then().statusCode(200).contentType("text/xml");
        String xml = answer.asString();
        assertThat(SCHEMAS.violations(xml))
                .as(xml.substring(0, Math.min(2_000, xml.length())))
                .isEmpty();
        return xml;
    }
}
