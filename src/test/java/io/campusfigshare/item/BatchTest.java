package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.RawAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of items by id and DOI, from the catalogue and from Figshare. */
@QuarkusTest
class BatchTest extends InstitutionTest {

    private static final String DOI = "10.99999/westmark.2000002";

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
        sandbox.clearLog();
    }

    @Test
    void itemsAreInTheOrderOfTheRequestWithoutACallToFigshare() throws IOException {
        JsonPath several = named("id=2000005&doi=" + DOI + ".v1&id=2000001&id=2000005&doi=https://doi.org/"
                + DOI.toUpperCase(Locale.ROOT) + ".V1&id=002000004&doi=10.99999%2Fwestmark.2000001");

        assertThat(several.getList("items.id")).containsExactly(2000005, 2000002, 2000001, 2000004);
        assertThat(several.getList("missing")).isEmpty();
        assertThat(several.getInt("total")).isEqualTo(4);
        assertThat(several.getInt("size")).isEqualTo(4);
        get("/v1/items?id=2000001")
                .then()
                .body("items.id", contains(2000001))
                .body("$", not(hasKey("facets")))
                .header("Link", nullValue());
        assertThat(named("id=2000005&id=2000001").getList("items.id")).containsExactly(2000005, 2000001);
        assertThat(named("id=2000001&id=2000005").getList("items.id")).containsExactly(2000001, 2000005);
        get("/v1/items?size=1").then().body("$", not(hasKey("missing")));

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    /** Sent as it is: the client of the other tests puts parameters of one name together. */
    private static JsonPath named(String query) throws IOException {
        RawAnswer answer = RawAnswer.to("GET", "/v1/items?" + query);
        assertThat(answer.status()).isEqualTo(200);
        return JsonPath.from(answer.body());
    }

    /** Its usage may have come a moment ago, of which the cache is told. */
    @Test
    void itemEqualsTheSingleItem() {
        soon().untilAsserted(() -> assertThat(
                        get("/v1/items?id=2000003").jsonPath().<Map<String, Object>>getList("items"))
                .containsExactly(get("/v1/items/2000003").jsonPath().getMap("$")));
    }

    @Test
    void aVersionsDoiAnswersThatVersion() throws IOException {
        String doi = "10.99999/westmark.2000003";

        JsonPath versions =
                named("doi=" + doi + ".v1&id=2000003&doi=" + doi + ".v3&doi=" + doi + "&doi=" + doi + ".v9");

        assertThat(versions.getList("items.version")).containsExactly(1, 3, 3);
        assertThat(versions.getList("items.url"))
                .containsExactly(
                        "http://localhost:8080/v1/items/2000003/versions/1",
                        "http://localhost:8080/v1/items/2000003",
                        "http://localhost:8080/v1/items/2000003/versions/3");
        assertThat(versions.getList("missing")).containsExactly(doi + ".v9");
    }

    @Test
    void missingNamesAreListedAsSent() throws IOException {
        long gone = sandbox.publish("{}");
        syncs.items();
        sandbox.withdraw(gone);
        syncs.withdrawals();
        sandbox.clearLog();

        JsonPath some = named("id=" + gone + "&doi=https://doi.org/10.5555/Nothing-Here&id=2000001&id=0123456789");

        assertThat(some.getList("items.id")).containsExactly(2000001);
        assertThat(some.getList("missing"))
                .containsExactly(Long.toString(gone), "https://doi.org/10.5555/Nothing-Here", "0123456789");
        assertThat(some.getInt("size")).isEqualTo(4);
        assertThat(sandbox.count("GET", "/v2/articles/" + gone)).isZero();
        assertThat(sandbox.count("GET", "/v2/articles/123456789")).isEqualTo(1);
    }

    @Test
    void itemOfAnotherInstitutionIsReadFromFigshare() throws IOException {
        JsonPath several = named("id=5616445&id=2000001&doi=10.1371/journal.pone.0039704&id=123456");

        assertThat(several.getList("items.id")).containsExactly(5616445, 2000001, 123456);
        assertThat(several.getList("missing")).isEmpty();
        assertThat(sandbox.count("GET", "/v2/articles/5616445")).isEqualTo(1);
        assertThat(sandbox.count("GET", "/v2/articles/2000001")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bibtex", "ris", "csl", "datacite", "schemaorg", "jsonld", "text"})
    void eachFormatKeepsTheOrder(String format) {
        String titles = get("/v1/items?id=2000005&id=2000001&id=1&format=" + format)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(titles).containsSubsequence("Reading the choir books", "Foraging paths of wood ants");
        get("/v1/items?id=1&format=" + format).then().statusCode(200);
    }

    @Test
    void fieldsLimitTheMembers() {
        Response slim = get("/v1/items?id=2000005&id=5616445&fields=doi,id");

        assertThat(slim.jsonPath().<Map<String, Object>>getList("items"))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item).containsOnlyKeys("id", "doi"));
    }

    @Test
    void whatChangesChanges() {
        long id = sandbox.publish("{\"title\":\"Before\"}");
        syncs.items();
        get("/v1/items?id=2000001&id=" + id).then().body("items[1].title", equalTo("Before"));

        sandbox.change(id, "{\"title\":\"After\"}");
        syncs.items();

        soon().untilAsserted(
                        () -> get("/v1/items?id=2000001&id=" + id).then().body("items[1].title", equalTo("After")));
    }

    @Test
    void batchIsLimitedTo100ItemsAnd20FromFigshare() {
        get("/v1/items?" + "id=2000001&".repeat(99) + "id=2000002")
                .then()
                .statusCode(200)
                .body("items", hasSize(2));
        get("/v1/items?" + "id=2000001&".repeat(100) + "doi=" + DOI)
                .then()
                .statusCode(400)
                .body("detail", containsString("100"));
        sandbox.clearLog();

        get("/v1/items?" + nobodys(21)).then().statusCode(400).body("detail", containsString("20"));
        assertThat(sandbox.count(null, "/v2/.*")).isZero();
        get("/v1/items?id=2000001&" + nobodys(20)).then().statusCode(200).body("missing", hasSize(20));
        assertThat(sandbox.count("GET", "/v2/articles/.*")).isEqualTo(20);
    }

    private static String nobodys(int count) {
        return LongStream.range(0, count)
                .mapToObj(n -> "id=" + (8_100_000_000L + n))
                .collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=ants",
                "type=dataset",
                "department=BIO",
                "published-from=2020-01-01",
                "sort=title",
                "page=1",
                "size=20",
                "after=MQ",
                "facet=type",
                "colour=red"
            })
    void searchParametersAreRefusedInABatch(String other) {
        String name = other.substring(0, other.indexOf('='));

        for (String named : List.of("id=2000001", "doi=" + DOI)) {
            for (String query : List.of(named + "&" + other, other + "&" + named)) {
                get("/v1/items?" + query)
                        .then()
                        .statusCode(400)
                        .contentType("application/problem+json")
                        .body("detail", containsString(name + ": "));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id=x|id",
                "id=0|id",
                "id=-1|id",
                "id=1.5|id",
                "id=1,2|id",
                "id=9223372036854775808|id",
                "id=2000001&id=|id",
                "id=2000001;id=2000002|id",
                "doi=nonsense|doi",
                "doi=|doi",
                "id=2000001&doi=10.1/x|doi",
                "id=2000001&format=datacite-xml|format",
                "id=2000001&format=ris&fields=id|fields",
                "id=2000001&format=ris&format=ris|format",
                "id=2000001&fields=colour|fields"
            })
    void invalidNameIsRefused(String query, String name) {
        get("/v1/items?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(name));
    }

    @Test
    void otherListsRefuseNames() {
        for (String list :
                List.of("/v1/departments/BIO/items", "/v1/people/1000101/items", "/v1/collections/2100001/items")) {
            for (String named : List.of("id=2000001", "id=2000001&id=2000002", "doi=" + DOI)) {
                get(list + "?" + named).then().statusCode(400).contentType("application/problem+json");
            }
        }
    }

    @Test
    void aDoiWithAnyCharacterIsOne() throws IOException {
        String doi = "10.1002/(sici)1097;x=1&y=2::aid-1#%+<>a";
        long id = sandbox.publish(new JsonObject().put("doi", doi).encode());
        syncs.items();

        assertThat(named("doi=" + URLEncoder.encode(doi, StandardCharsets.UTF_8) + "&id=2000001")
                        .getList("items.id"))
                .containsExactly((int) id, 2000001);
        sandbox.withdraw(id);
        syncs.withdrawals();
    }
}
