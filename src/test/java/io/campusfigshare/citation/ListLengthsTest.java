package io.campusfigshare.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import de.undercouch.citeproc.ris.RISParser;
import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.jbibtex.BibTeXParser;
import org.jbibtex.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks lists without items, with one and with many, for each kind of list and each format of lists. */
@QuarkusTest
class ListLengthsTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        soon().untilAsserted(() -> {
            get("/v1/items?size=1").then().body("total", greaterThan(1));
            get("/v1/people/0009-0099-0042-0018/items?size=1").then().body("total", greaterThan(1));
            get("/v1/departments/BIO/items?size=1").then().body("total", greaterThan(1));
            get("/v1/departments/4201").then().statusCode(200);
            get("/v1/collections/2100001/items").then().body("total", equalTo(3));
            get("/v1/projects/2200001/items").then().body("total", equalTo(3));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/items, q=nobodywroteofthis, 0",
        "/v1/items, size=1, 1",
        "/v1/items, size=3, 3",
        "/v1/people/0009-0099-0042-0018/items, q=nobodywroteofthis, 0",
        "/v1/people/0009-0099-0042-0018/items, size=1, 1",
        "/v1/people/0009-0099-0042-0018/items, size=2, 2",
        "/v1/departments/BIO/items, page=99, 0",
        "/v1/departments/BIO/items, size=1, 1",
        "/v1/departments/BIO/items, size=2, 2",
        "/v1/collections/2100001/items, q=nobodywroteofthis, 0",
        "/v1/collections/2100001/items, size=1, 1",
        "/v1/collections/2100001/items, size=3, 3",
        "/v1/projects/2200001/items, q=nobodywroteofthis, 0",
        "/v1/projects/2200001/items, size=1, 1",
        "/v1/projects/2200001/items, size=3, 3"
    })
    void listOfAnyLengthHasEveryFormat(String list, String query, int length) throws Exception {
        for (Format format : Format.OF_LISTS) {
            Response answer = get(list + "?" + query + "&format=" + format.text());

            assertThat(answer.statusCode()).as(format.text()).isEqualTo(200);
            assertThat(answer.contentType()).startsWith(format.type);
            assertThat(entries(format, answer.asString())).as(format.text()).hasSize(length);
        }
    }

    private static List<?> entries(Format format, String text) throws IOException, ParseException {
        return switch (format) {
            case JSON -> JsonPath.from(text).getList("items");
            case BIBTEX ->
                List.copyOf(new BibTeXParser()
                        .parse(new StringReader(text))
                        .getEntries()
                        .keySet());
            case RIS -> new RISParser().parse(new StringReader(text)).getReferences();
            case CSL, DATACITE -> JsonPath.from(text).getList("");
            case SCHEMAORG, JSONLD -> JsonPath.from(text).getList("'@graph'");
            case TEXT -> text.lines().toList();
            case CSV ->
                new CsvMapper()
                        .readerFor(Map.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(text)
                        .readAll();
            case DATACITE_XML, DC -> throw new IllegalArgumentException(format + " is no format of lists");
        };
    }
}
