package io.campusfigshare.catalogue.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists with filters, facets and orders that Figshare does not have; none of them causes a call. */
@QuarkusTest
class CatalogueTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
        sandbox.clearLog();
    }

    @Test
    void aListIsCompleteAndHasATotal() {
        get("/v1/items?size=5")
                .then()
                .statusCode(200)
                .body("items", hasSize(5))
                .body("total", greaterThan(30))
                .body("items.authors", everyItem(not(empty())))
                .body("items.citation", everyItem(notNullValue()))
                .body("items.files", everyItem(notNullValue()))
                .body("$", not(hasKey("facets")))
                .header("Link", containsString("rel=\"last\""));

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "type=dataset, type, dataset",
        "department=4202, department.id, 4202",
        "access=metadata-only, access, metadata-only",
        "license=CC-BY-4.0, license.spdx, CC-BY-4.0"
    })
    void filtersNarrow(String query, String path, String value) {
        get("/v1/items?size=100&" + query)
                .then()
                .statusCode(200)
                .body("items", not(empty()))
                .body("items.collect { it." + path + ".toString() }", everyItem(equalTo(value)));
    }

    @Test
    void filtersCombine() {
        int all = total("/v1/items?department=4202");
        int datasets = total("/v1/items?department=4202&type=dataset");
        int others = total("/v1/items?department=4202&type=dataset&published-to=2015-01-01");

        assertThat(datasets).isPositive().isLessThan(all);
        assertThat(others).isLessThan(datasets);
    }

    @Test
    void itemsOfAPersonAreFoundByOrcid() {
        var item = get("/v1/items?size=100").jsonPath().getList("items.authors.flatten().orcid", String.class).stream()
                .filter(orcid -> orcid != null)
                .findFirst()
                .orElseThrow();

        get("/v1/items?size=100&orcid=" + item.substring("https://orcid.org/".length()))
                .then()
                .statusCode(200)
                .body("items", not(empty()))
                .body("items.authors.orcid", everyItem(hasItem(item)));
    }

    @Test
    void wordsAreFoundByTheirStemAndRankedByField() {
        long inTitle = sandbox.publish("{\"title\":\"Quokkas at dusk\",\"description\":\"<p>None</p>\"}");
        long inText = sandbox.publish("{\"title\":\"Marsupials\",\"description\":\"<p>A quokka was seen.</p>\"}");
        syncs.items();

        assertThat(get("/v1/items?q=quokka").jsonPath().getList("items.id", Long.class))
                .containsExactly(inTitle, inText);
        assertThat(get("/v1/items?q=quokka%20-dusk").jsonPath().getList("items.id", Long.class))
                .containsExactly(inText);
        assertThat(get("/v1/items?q=%22quokka%20was%20seen%22").jsonPath().getList("items.id", Long.class))
                .containsExactly(inText);
        sandbox.withdraw(inTitle);
        sandbox.withdraw(inText);
        syncs.withdrawals();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%22unbalanced",
                "a%20%26%20%7C%20!%20(b",
                "x%20-",
                "%27%3B%20drop%20table%20item%3B%20--",
                "a%5C%5C%3A*",
                "%E6%B5%B7%E8%97%BB",
                "or%20or%20or"
            })
    void anyTextCanBeSearched(String q) {
        get("/v1/items?q=" + q).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "-published", "modified", "-modified", "title", "-title", "-views", "created"})
    void everyOrderIsStableThroughThePages(String sort) {
        List<Long> all = get("/v1/items?size=100&sort=" + sort).jsonPath().getList("items.id", Long.class);

        List<Long> paged = new ArrayList<>();
        for (int page = 1; page <= (all.size() + 6) / 7; page++) {
            paged.addAll(get("/v1/items?size=7&page=" + page + "&sort=" + sort)
                    .jsonPath()
                    .getList("items.id", Long.class));
        }

        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "-published", "title", "-title", "-views", "-downloads"})
    void aCursorContinuesAfterThePage(String sort) {
        List<Long> all = get("/v1/items?size=100&sort=" + sort).jsonPath().getList("items.id", Long.class);
        Response first = get("/v1/items?size=10&sort=" + sort + "&after=" + start(sort));

        List<Long> followed = new ArrayList<>();
        Response page = first;
        while (true) {
            followed.addAll(page.jsonPath().getList("items.id", Long.class));
            var next = Pattern.compile("<[^>]*(/v1/items[^>]*)>; rel=\"next\"").matcher(page.header("Link"));
            if (!next.find()) {
                break;
            }
            page = get(next.group(1));
        }

        assertThat(followed).isEqualTo(all);
    }

    @Test
    void facetsCountTheItems() {
        var json = get("/v1/items?facet=type,year,license,access,department").jsonPath();

        assertThat(json.getList("facets.type.count", Integer.class).stream()
                        .mapToInt(n -> n)
                        .sum())
                .isBetween(json.getInt("total") - 2, json.getInt("total"));
        assertThat(json.getList("facets.type.count", Integer.class)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(json.getList("facets.year.value", String.class)).allMatch(year -> year.matches("\\d{4}"));
        assertThat(json.getList("facets.access.value", String.class)).contains("open", "embargoed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "facet=colour|facet",
                "fields=id,colour|fields",
                "fields=|fields",
                "after=nonsense|after",
                "after=MTIz|after",
                "after=MQ&page=2|after",
                "after=MSA5OTk5OS05OS05OSAwMDowMA|after",
                "sort=views&after=MSAtMQ|after",
                "descendants=perhaps|descendants",
                "orcid=1234|orcid",
                "access=secret|access",
                "sort=relevance|sort",
                "sort=citations|sort",
                "page=101|page",
                "published-to=soon|published-to",
                "published-from=%2B999999999-01-01T00:00:00Z|published-from",
                "colour=red|colour"
            })
    void aRefusalNamesTheInvalidParameter(String query, String name) {
        get("/v1/items?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items", "/v1/departments/BIO/items", "/v1/people/1000101/items"})
    void aStarMatchesAllItems(String list) {
        syncs.started();
        Response all = get(list + "?size=100");

        all.then().body("total", greaterThan(1));
        for (String star : List.of("*", "%2A", "%20*%20")) {
            get(list + "?size=100&q=" + star)
                    .then()
                    .statusCode(200)
                    .body("items.id", equalTo(all.jsonPath().getList("items.id")))
                    .body("total", equalTo(all.jsonPath().getInt("total")));
        }
    }

    @Test
    void fieldsSelectPartsOfItems() {
        Response slim = get("/v1/items?size=3&fields=doi,title,authors,url");

        slim.then().statusCode(200).body("items", hasSize(3)).body("total", greaterThan(30));
        assertThat(slim.jsonPath().<Map<String, Object>>getList("items"))
                .allSatisfy(item -> assertThat(item).containsOnlyKeys("url", "title", "doi", "authors"));
        assertThat(slim.jsonPath().getList("items.authors.flatten().name")).isNotEmpty();
        assertThat(slim.header("Link")).contains("fields=authors%2Cdoi%2Ctitle%2Curl&page=2");
        assertThat(slim.jsonPath().getList("items.title"))
                .isEqualTo(get("/v1/items?size=3").jsonPath().getList("items.title"));
    }

    @Test
    void anItemOfAnotherInstitutionIsReadFromFigshare() {
        get("/v1/items/5616445").then().statusCode(200).body("id", equalTo(5616445));
    }

    private static String start(String sort) {
        String place = switch (sort) {
            case "published" -> "-infinity";
            case "-published" -> "9999-01-01 00:00:00+00";
            case "title" -> "";
            case "-title" -> "\uffff";
            default -> "999999999";
        };
        return new ListCursor(sort.startsWith("-") ? 999_999_999L : 0, place).text();
    }

    private static int total(String path) {
        return get(path).jsonPath().getInt("total");
    }
}
