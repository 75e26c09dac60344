package io.campusfigshare.person;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People, with the six of the sandbox. */
@QuarkusTest
class PersonResourceTest extends InstitutionTest {

    private static final String MAREN = "0009-0099-0042-0018";

    @BeforeEach
    void filled() {
        sandbox.reset();
        sandbox.publish("{}");
        syncs.items();
        syncs.people();
        sandbox.clearLog();
    }

    @ParameterizedTest
    @ValueSource(strings = {MAREN, "moakhurst@westmark.example", "MOAKHURST@westmark.example", "1000101"})
    void personIsFoundByEachIdentifier(String id) {
        get("/v1/people/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Maren Oakhurst"))
                .body("orcid", equalTo("https://orcid.org/" + MAREN))
                .body("items", greaterThan(3))
                .body("types.value", hasItem("dataset"))
                .body("url", endsWith("/v1/people/" + MAREN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/people/%00", "/v1/people/a%00b/items", "/v1/people/%0A", "/v1/people?size=0"})
    void invalidIdentifierIsRefused(String path) {
        get(path).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void personHasTheirDepartment() {
        syncs.departments();

        get("/v1/people/" + MAREN)
                .then()
                .body("department.id", equalTo(4202))
                .body("department.code", equalTo("BIO"))
                .body("department.name", not(emptyOrNullString()));
    }

    @Test
    void emailQuotaAndAccountAreNotExposed() {
        String all = get("/v1/people?size=100").asString()
                + get("/v1/people/" + MAREN).asString();

        assertThat(all).contains("Oakhurst").doesNotContain("@", "quota", "1495601", "active");
        get("/v1/people/" + MAREN).then().body("campusId", nullValue());
    }

    @Test
    void itemsOfAPersonNameThemAsAuthor() {
        List<List<String>> orcids = get("/v1/people/" + MAREN + "/items?size=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.authors.orcid");

        assertThat(orcids)
                .isNotEmpty()
                .allSatisfy(authors -> assertThat(authors).contains("https://orcid.org/" + MAREN));
        assertThat(get("/v1/people/" + MAREN + "/items?size=100").jsonPath().getList("items.id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void personWithoutOrcidIsFoundByAuthorId() {
        get("/v1/people/abrackenridge@westmark.example/items?size=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .header("Link", containsString("/v1/people/abrackenridge%40westmark.example/items?page=2&size=2>"));
    }

    @Test
    void peopleAreListedAndFoundByName() {
        var people = get("/v1/people?size=100").then().statusCode(200).extract().jsonPath();
        List<String> names = people.getList("items.lastName");

        // Deposits of other tests add people.
        assertThat(names).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER).contains("Brackenridge", "Oakhurst");
        assertThat(people.getInt("total")).isEqualTo(names.size());
        get("/v1/people?q=larkspur%20piet").then().body("items.name", contains("Piet van Larkspur"));
        get("/v1/people?size=100&q=*").then().body("items.lastName", equalTo(names));
        get("/v1/people?q=nobody").then().body("total", equalTo(0));
    }

    @Test
    void nameIsFoundByTheBeginningsOfItsWords() {
        called(1495601, "Aldo", "Morales");
        called(1495602, "Jürgen", "Müller-Łuksza");
        called(1495603, "Alma", "O’Brien");
        called(1495604, "Σοφία", "Παπαδοπούλου");
        called(1495605, null, "100%_\\'\"");
        called(1495606, "Alan", "Muller");
        syncs.people();

        assertThat(found("al")).containsExactly("Morales", "Muller", "O’Brien");
        assertThat(found("AL MOR")).containsExactly("Morales");
        assertThat(found("mor, ald")).containsExactly("Morales");
        assertThat(found("al mor x")).isEmpty();
        assertThat(found("ldo")).isEmpty();
        for (String muller : List.of("mull", "muller", "müller", "MU\u0308LL")) {
            assertThat(found(muller)).as(muller).containsExactlyInAnyOrder("Muller", "Müller-Łuksza");
        }
        assertThat(found("luks jur")).containsExactly("Müller-Łuksza");
        assertThat(found("müller-łu")).containsExactly("Müller-Łuksza");
        for (String brien : List.of("o'br", "o’br", "obri", "brien")) {
            assertThat(found(brien)).as(brien).containsExactly("O’Brien");
        }
        assertThat(found("παπ σοφ")).containsExactly("Παπαδοπούλου");
        assertThat(found("10")).containsExactly("100%_\\'\"");
        // Special characters of PostgreSQL patterns are ordinary characters here.
        for (String sign : List.of("%", "_", "\\", "'", "\"", ":*", "!", "|", "\u0001")) {
            assertThat(found(sign)).as(sign).isEmpty();
            assertThat(found("al" + sign)).as(sign).hasSize(3);
        }
        assertThat(found("al | mull")).containsExactly("Muller");
        assertThat(found("ﷺ".repeat(200))).isEmpty();
        assertThat(found("a b c d e f g h ".repeat(12))).isEmpty();
        get("/v1/people?q=mor%20al")
                .then()
                .body("total", equalTo(1))
                .header("Cache-Status", not(containsString("hit")));
        get("/v1/people?q=MOR%20%C3%A1l").then().header("Cache-Status", containsString("hit"));

        sandbox.reset();
        syncs.people();
    }

    private void called(long account, @Nullable String first, String last) {
        sandbox.changeAccount(
                account,
                new JsonObject().put("first_name", first).put("last_name", last).encode());
    }

    private static List<String> found(String q) {
        return given().queryParam("q", q)
                .queryParam("size", 100)
                .get("/v1/people")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.lastName");
    }

    @Test
    void personPageNeedsNoCallToFigshare() {
        get("/v1/people/" + MAREN).then().statusCode(200);
        get("/v1/people/" + MAREN + "/items?size=100&facet=type").then().statusCode(200);

        assertThat(sandbox.count(null, "/v2/articles/.*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/people/nobody", "/v1/people/0000-0002-1825-0097", "/v1/people/nobody/items"})
    void unknownPersonIsNotFound(String path) {
        get(path).then().statusCode(404).contentType("application/problem+json");
    }
}
