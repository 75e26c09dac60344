package io.campusfigshare.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HomeTest extends InstitutionTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Inject
    Database database;

    @Test
    void a_browser_is_told_what_the_service_holds() {
        // Each is cached, and learns of the items of another test a moment later.
        soon().untilAsserted(() -> {
            int people = get("/v1/people").jsonPath().getInt("total");
            int items = get("/v1/items?size=1").jsonPath().getInt("total");
            assertThat(page("/").select(".holdings dd").eachText())
                    .startsWith(Integer.toString(items), Integer.toString(people));
        });

        Document page = page("/");

        assertThat(page.select(".wellness").text()).isEqualTo("Up to date");
        assertThat(page.select("campus-outputs").attr("query")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/plain"})
    void a_program_finds_nothing(String accept) {
        page("/");

        given().header("Accept", accept).get("/").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void the_page_runs_its_own_scripts_only() {
        given().header("Accept", BROWSER)
                .get("/")
                .then()
                .header("Content-Security-Policy", containsString("script-src 'self'; style-src 'self';"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
        Document page = page("/");

        assertThat(page.select("script:not([src]), style, [style]")).isEmpty();
        assertThat(page.select("*").eachAttr("onclick")).isEmpty();
    }

    @Test
    void the_page_finds_its_files() {
        Document page = page("/");
        List<String> files = new ArrayList<>(page.select("script").eachAttr("src"));
        files.addAll(page.select("link[rel=stylesheet], link[rel=icon]").eachAttr("href"));

        assertThat(files).hasSize(4).allSatisfy(file -> get("/" + file).then().statusCode(200));
    }

    @Test
    void the_snippet_has_the_script_with_its_hash() {
        String snippet = page("/").select("pre").text();

        assertThat(snippet)
                .contains(
                        WebFile.COMPONENTS.pathWithDigest(),
                        WebFile.COMPONENTS.content().integrity(),
                        "crossorigin")
                .endsWith("<campus-outputs query=\"*\" search facets></campus-outputs>");
    }

    @Test
    void pages_made_for_another_version_find_their_script() {
        String path = "/embed/campus-0123456789ab.js";
        get(path).then().statusCode(404).body("detail", containsString("No version"));
        database.run(
                "insert into web_file (path, body) values ($1, $2)",
                Tuple.of(path, Buffer.buffer("an earlier script")));

        get(path)
                .then()
                .statusCode(200)
                .contentType("text/javascript")
                .header("Cache-Control", "public, max-age=86400, immutable")
                .body(equalTo("an earlier script"));
    }

    @Test
    void the_files_of_this_version_are_kept_for_pages_made_for_it() {
        page("/");
        get(WebFile.COMPONENTS.pathWithDigest()).then().statusCode(200);

        soon().untilAsserted(() -> {
            List<String> kept = new ArrayList<>();
            database.run("select path from web_file where path not like '%0123456789ab%'", Tuple.tuple())
                    .forEach(row -> kept.add(row.getString("path")));
            assertThat(kept)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(WebFile.values())
                            .map(WebFile::pathWithDigest)
                            .toList());
        });
    }

    @Test
    void parameters_that_open_a_list_are_taken_and_others_refused() {
        page("/?person=0009-0099-0042-0018");
        given().header("Accept", BROWSER).get("/?colour=red").then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/items/2000035, https://westmark.figshare.com/articles/dataset/Genome_assembly_of_the_marsh_violet/2000035",
        "/v1/people/0009-0099-0042-0018, /?person=0009-0099-0042-0018",
        "/v1/departments/BIO, /?department=BIO"
    })
    void a_browser_that_opens_a_resource_is_led_to_its_page(String path, String page) {
        given().redirects()
                .follow(false)
                .header("Accept", BROWSER)
                .get(path)
                .then()
                .statusCode(303)
                .header("Location", endsWith(page))
                .header("Vary", containsString("Accept"));
        given().header("Accept", "*/*").get(path).then().statusCode(200).contentType("application/json");
        given().header("Accept", "application/json, text/html").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items/1", "/v1/people/nobody", "/v1/departments/NONE"})
    void a_browser_is_told_what_does_not_exist(String path) {
        given().header("Accept", BROWSER).get(path).then().statusCode(404);
    }

    @Test
    void a_named_format_wins_over_the_browser() {
        given().header("Accept", BROWSER)
                .get("/v1/items/2000035?format=json")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void crawlers_find_the_sitemap() {
        given().header("Accept", BROWSER)
                .get("/robots.txt")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("/resourcesync/resourcelist.xml"));
        get("/favicon.ico").then().statusCode(200).contentType(equalTo("image/x-icon"));
    }

    private static Document page(String path) {
        return Jsoup.parse(given().header("Accept", BROWSER)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract()
                .asString());
    }
}
