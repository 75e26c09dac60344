package io.campusfigshare.harvest.oai;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.RawAnswer;
import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that malformed arguments, in a query or in a form, get an error of the protocol. */
@QuarkusTest
class UnreadableArgumentsTest extends HarvestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "=Identify",
                "verb=Identify&=",
                "verb=%ff",
                "verb=Identify&%c0%ae=1",
                "verb=GetRecord&identifier=%ed%a0%80&metadataPrefix=oai_dc"
            })
    void malformedArgumentsAreBadArguments(String arguments) throws IOException {
        isError(query(arguments), "badArgument");
        isError(form(arguments), "badArgument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verb=%zz", "verb=Identify&a=%", "a=%", "a=%4", "%zz=1"})
    void malformedEscapeIsABadArgument(String arguments) throws IOException {
        isError(form(arguments), "badArgument");
        assertThat(query(arguments).status()).isEqualTo(400);
        assertThat(query(arguments).isProblem()).isTrue();
    }

    @Test
    void invalidUtf8IsABadArgument() throws IOException {
        isError(RawAnswer.to(request("verb=\u00ff").getBytes(StandardCharsets.ISO_8859_1)), "badArgument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&", "a=b;verb=Identify", "verb=Identify;a=b", "verb"})
    void emptyArgumentsHaveNoVerb(String arguments) throws IOException {
        isError(query(arguments), "badVerb");
        isError(form(arguments), "badVerb");
    }

    @Test
    void queryAndFormAreParsedAlike() throws IOException {
        isError(query("&verb=List%52ecords&metadataPrefix=oai+dc&"), "badArgument");
        isError(form("&verb=List%52ecords&metadataPrefix=oai+dc&"), "badArgument");
        assertThat(query("verb=Identif%79&").body()).contains("<Identify>");
        assertThat(form("verb=Identif%79&").body()).contains("<Identify>");
    }

    @Test
    void bodyOfAnotherTypeIsUnsupported() {
        given().contentType("application/json")
                .body("{}")
                .post("/oai")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    private static RawAnswer query(String arguments) throws IOException {
        return RawAnswer.to("GET", "/oai?" + arguments);
    }

    private static RawAnswer form(String arguments) throws IOException {
        return RawAnswer.to(request(arguments));
    }

    private static String request(String arguments) {
        return "POST /oai HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + arguments.length()
                + "\r\n\r\n" + arguments;
    }

    private static void isError(RawAnswer answer, String code) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith("text/xml");
        assertThat(answer.body()).contains("<error code=\"" + code + "\">");
    }
}
