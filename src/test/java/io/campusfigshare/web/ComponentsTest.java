package io.campusfigshare.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.campusfigshare.EmbeddedDatabase;
import io.campusfigshare.InstitutionTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The web components in a Chromium, on a page of another origin with a strict Content-Security-Policy. */
@QuarkusTest
@Tag("browser")
class ComponentsTest extends InstitutionTest {

    private static final String MAREN = "0009-0099-0042-0018";

    private static final String INES = "0009-0099-0042-0034";

    /** Tests it where npm has put it: npm i --no-save axe-core. */
    private static final Path AXE = Path.of("node_modules/axe-core/axe.min.js");

    private static Browser browser;
    private static HttpServer site;
    private static volatile String body = "";
    private static volatile String service = "";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String jdbcUrl;

    @TestHTTPResource
    String address;

    @TestHTTPResource(value = "/status", management = true)
    String status;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Browser.program().isPresent(), "Chromium is not installed");
        browser = new Browser();
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] page = exchange.getRequestURI().getPath().equals("/")
                    ? """
                    <!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Staff</title>
                    <script type="module" src="%s" integrity="%s" crossorigin></script>
                    </head><body><main><h1>Staff</h1>%s</main></body></html>
                    """.formatted(
                                    service + WebFile.COMPONENTS.pathWithDigest(),
                                    WebFile.COMPONENTS.content().integrity(),
                                    body)
                            .getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'none'; img-src 'self'; script-src %1$s; connect-src %1$s".formatted(service));
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
            site.stop(0);
        }
    }

    @Test
    void a_list_is_one_request_under_a_strict_policy() {
        open("<campus-outputs person='" + MAREN + "' facets search page-size='5'></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 5");

        assertThat(text("campus-outputs", ".state")).isEqualTo(total() + " research outputs · Page 1 of 2");
        assertThat(text("campus-outputs", ".title")).isEqualTo("Genome assembly of the marsh violet");
        assertThat(browser.evaluate(
                        "performance.getEntriesByType('resource').filter(e => e.name.includes('/v1/')).length"))
                .isEqualTo(1);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void pages_filters_and_a_search_change_the_list() {
        open("<campus-outputs person='" + MAREN + "' facets search page-size='5'></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 5");

        browser.evaluate(in("campus-outputs") + ".querySelectorAll('.pages button')[1].click()");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === " + (total() - 5));
        assertThat(text("campus-outputs", ".state")).isEqualTo(total() + " research outputs · Page 2 of 2");

        browser.evaluate("(() => { const s = " + in("campus-outputs")
                + ".querySelector('select'); s.value = 'dataset'; s.dispatchEvent(new Event('change')); })()");
        browser.waitFor(in("campus-outputs") + ".querySelector('.export a').href.includes('type=dataset')");
        assertThat(browser.evaluate(in("campus-outputs") + ".querySelector('.export a').href")
                        .toString())
                .endsWith("/v1/people/" + MAREN + "/items?type=dataset&format=bibtex&size=1000");

        browser.evaluate("(() => { const r = " + in("campus-outputs")
                + "; r.querySelector('input').value = 'violet'; r.querySelector('form').requestSubmit(); })()");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 1");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void forty_outputs_are_read_page_by_page_and_exported_whole() {
        sandbox.generate(40, """
                {"authors":[{"id":"1000103","full_name":"Ines Quillfeather","orcid_id":"%s","is_public":1}]}
                """.formatted(INES));
        syncs.items();
        int all = get("/v1/people/" + INES + "/items?size=1").jsonPath().getInt("total");
        assertThat(all).isGreaterThanOrEqualTo(40);

        open("<campus-outputs person='" + INES + "' facets search></campus-outputs>");
        String list = in("campus-outputs");
        browser.waitFor(list + ".querySelectorAll('.entry').length === 20");
        browser.evaluate(list + ".querySelectorAll('.pages button')[1].click()");
        browser.waitFor(list + ".querySelector('.state').textContent.includes('Page 2 of ')");

        assertThat(browser.evaluate("[..." + list + ".querySelectorAll('.export a')].map(a => a.textContent).join()"))
                .isEqualTo("BibTeX,RIS,CSL-JSON,CSV");
        String csv = String.valueOf(browser.evaluate(list + ".querySelector('.export a:last-of-type').href"));
        assertThat(RestAssured.get(csv)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines())
                .filteredOn(line -> line.matches("[0-9]+,.*"))
                .hasSize(all);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void without_scripts_the_fragment_and_what_a_page_wrote_can_be_read() {
        browser.runScripts(false);
        try {
            browser.open(base() + "/embed/outputs?person=" + MAREN);
            assertThat(String.valueOf(browser.evaluate("document.body.innerText")))
                    .contains("Genome assembly of the marsh violet", total() + " ");

            open("<campus-outputs person='" + MAREN + "'><p id='before'>Written by the page</p></campus-outputs>");
            assertThat(browser.evaluate("document.getElementById('before').checkVisibility()"))
                    .isEqualTo(true);
        } finally {
            browser.runScripts(true);
        }
    }

    @Test
    void lists_need_no_figshare() {
        sandbox.fault("error").on("/v2/.*").start();
        try {
            open("<campus-outputs person='" + MAREN + "' page-size='3'></campus-outputs>");
            browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 3");
            assertThat(browser.errors()).isEmpty();
            get("/embed/outputs?size=3&person=" + MAREN).then().statusCode(200);
        } finally {
            sandbox.clearFaults();
        }
    }

    @Test
    void lists_that_are_known_need_no_postgresql() {
        String known = "<campus-outputs person='" + MAREN + "' page-size='4'></campus-outputs>";
        String fragment = "/embed/outputs?size=4&person=" + MAREN;
        open(known);
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 4");
        get(fragment).then().statusCode(200);

        EmbeddedDatabase.execute("postgres", "alter database " + database() + " allow_connections false");
        EmbeddedDatabase.execute(
                "postgres",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database() + "'");
        try {
            open(known);
            browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 4");
            get(fragment).then().statusCode(200);

            get("/v1/items?q=moths").then().statusCode(503).header("Retry-After", notNullValue());
            open("<campus-outputs query='moths'><p id='before'>Written by the page</p></campus-outputs>");
            browser.waitFor(in("campus-outputs") + ".querySelector('[role=alert] button')");
            assertThat(browser.evaluate("document.getElementById('before').checkVisibility()"))
                    .isEqualTo(true);
        } finally {
            EmbeddedDatabase.execute("postgres", "alter database " + database() + " allow_connections true");
            soon().until(() -> get("/v1/items?q=moths").statusCode() == 200);
        }
    }

    @Test
    void a_list_in_a_style_shows_references_in_the_language_of_the_page() {
        open("<div lang='de'><campus-outputs person='" + MAREN
                + "' citation-style='apa' page-size='2'></campus-outputs></div>");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 2");

        assertThat(text("campus-outputs", ".state")).isEqualTo(total() + " Forschungsergebnisse · Seite 1 von 4");
        assertThat(text("campus-outputs", ".entry")).startsWith("Oakhurst, M. (2025). Genome assembly");
        assertThat(browser.evaluate(in("campus-outputs") + ".querySelector('.entry a').href"))
                .isEqualTo("https://doi.org/10.99999/westmark.2000035.v1");
    }

    @Test
    void hostile_text_does_nothing() throws Exception {
        String title =
                "<img src=x onerror=document.title='hacked'>\"><script>document.title='hacked'</script> zebrafish";
        sandbox.publish("{\"authors\":[],\"title\":" + new ObjectMapper().writeValueAsString(title) + "}");
        syncs.items();

        open("<campus-outputs query='zebrafish'></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length > 0");

        assertThat(text("campus-outputs", ".title")).contains("zebrafish");
        assertThat(browser.evaluate(in("campus-outputs") + ".querySelectorAll('img, script').length"))
                .isEqualTo(0);
        assertThat(browser.evaluate("document.title")).isEqualTo("Staff");
    }

    @Test
    void the_keyboard_reaches_everything_and_stays_where_it_was() {
        open("<campus-outputs person='" + MAREN + "' facets search page-size='2'></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelectorAll('.entry').length === 2");
        browser.waitFor("!" + in("campus-outputs") + ".querySelector('select').closest('label').hidden");

        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            browser.press("Tab");
            Object focused = browser.evaluate(in("campus-outputs")
                    + ".activeElement?.closest('input, select, button, a')?.textContent?.slice(0, 8) ?? ''");
            reached.add(String.valueOf(focused));
            if ("Next".equals(focused)) {
                break;
            }
        }
        assertThat(reached).contains("Search", "Previous", "Next", "Genome a");

        browser.press("Enter");
        browser.waitFor(in("campus-outputs") + ".querySelector('.state').textContent.includes('Page 2')");
        assertThat(browser.evaluate(in("campus-outputs") + ".activeElement.textContent"))
                .isEqualTo("Next");
    }

    @Test
    void a_failure_is_said_and_leaves_what_was_there() {
        open("<campus-outputs person='nobody'><p id='before'>Written by the page</p></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelector('[role=alert] button')");

        assertThat(text("campus-outputs", "[role=alert] p"))
                .isEqualTo("Not found: Nobody with a public item has this campus id or ORCID iD.");
        assertThat(browser.evaluate("document.getElementById('before').checkVisibility()"))
                .isEqualTo(true);
    }

    @Test
    void a_search_that_finds_nothing_says_so() {
        open("<campus-outputs query='xylophonequartet'></campus-outputs>");
        browser.waitFor(in("campus-outputs") + ".querySelector('.empty')");

        assertThat(text("campus-outputs", ".empty")).isEqualTo("No research outputs found.");
    }

    @Test
    void a_chart_has_its_figures_as_a_table() {
        List<Integer> counts = get("/v1/people/" + MAREN + "/usage/timeline?granularity=year&counter=downloads")
                .jsonPath()
                .getList("periods.count");

        open("<campus-usage person='" + MAREN + "' granularity='year' counter='downloads'></campus-usage>");
        browser.waitFor(in("campus-usage") + ".querySelector('svg')");

        assertThat(browser.evaluate(in("campus-usage") + ".querySelectorAll('rect').length"))
                .isEqualTo(counts.size());
        assertThat(browser.evaluate("[..." + in("campus-usage")
                        + ".querySelectorAll('tbody td')].map(td => td.textContent).join()"))
                .isEqualTo(
                        String.join(",", counts.stream().map("%,d"::formatted).toList()));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void an_item_shows_its_files_and_citation() {
        open("<campus-item id='2000035'></campus-item>");
        browser.waitFor(in("campus-item") + ".querySelector('dl')");

        assertThat(text("campus-item", ".title")).isEqualTo("Genome assembly of the marsh violet");
        assertThat(text("campus-item", "dl")).contains("Oakhurst, Maren (2025)", "table-01.csv", "Apache 2.0");
    }

    @Test
    void the_page_of_the_service_opens_a_list_and_shows_how_to_paste_it() {
        browser.open(base() + "/?person=" + MAREN);
        browser.waitFor(in("campus-outputs") + ".querySelector('.state').textContent.startsWith('" + total() + " ')");
        browser.waitFor("document.getElementById('person').value === 'Maren Oakhurst'");
        assertThat(browser.evaluate(
                        "performance.getEntriesByType('resource').filter(e => /items/.test(e.name)).length"))
                .isEqualTo(1);

        browser.evaluate("(() => { const d = document.getElementById('department'); d.value = 'BIO';"
                + " d.dispatchEvent(new Event('change')); })()");
        assertThat(browser.evaluate("document.getElementById('snippet').textContent"))
                .isEqualTo("<campus-outputs department=\"BIO\" search facets></campus-outputs>");
        assertThat(browser.evaluate("location.search")).isEqualTo("?department=BIO");
        assertThat(browser.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"320, false", "320, true", "1400, false", "1400, true"})
    void axe_finds_no_violation(int width, boolean dark) throws Exception {
        assumeTrue(Files.exists(AXE), "npm i --no-save axe-core");
        String axe = Files.readString(AXE);
        browser.look(width, dark);
        open("<campus-outputs query='*' facets search></campus-outputs><campus-item id='2000035'></campus-item>"
                + "<campus-usage item='2000035'></campus-usage>");
        browser.waitFor(in("campus-usage") + ".querySelector('svg') && " + in("campus-item") + ".querySelector('dl')");
        browser.waitFor(in("campus-outputs") + ".querySelector('.entry')");
        assertThat(violations(axe)).isEqualTo("[]");

        browser.open(base() + "/");
        browser.waitFor(in("campus-outputs") + ".querySelector('.entry')");
        assertThat(violations(axe)).isEqualTo("[]");
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);

        browser.open(status);
        assertThat(violations(axe)).isEqualTo("[]");
    }

    private static Object violations(String axe) {
        browser.evaluate(axe + ";0");
        return browser.evaluate(
                "axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.target)])))");
    }

    private static int total() {
        return get("/v1/people/" + MAREN + "/items?size=1").jsonPath().getInt("total");
    }

    private void open(String content) {
        body = content;
        service = base();
        browser.open("http://localhost:" + site.getAddress().getPort() + "/");
    }

    private String base() {
        return address.replaceAll("/$", "");
    }

    private String database() {
        return jdbcUrl.replaceAll(".*/|\\?.*", "");
    }

    private static String in(String element) {
        return "document.querySelector('" + element + "').shadowRoot";
    }

    private static String text(String element, String selector) {
        return String.valueOf(browser.evaluate(in(element) + ".querySelector('" + selector + "').innerText"));
    }
}
