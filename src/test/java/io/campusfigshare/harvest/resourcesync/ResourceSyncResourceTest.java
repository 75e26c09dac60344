package io.campusfigshare.harvest.resourcesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.SiteMapURL;
import io.campusfigshare.figshare.FigsharePortal;
import io.campusfigshare.harvest.HarvestTest;
import io.campusfigshare.harvest.Schemas;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the requirements of ANSI/NISO Z39.99-2017, also with another project's parser of sitemaps. */
@QuarkusTest
class ResourceSyncResourceTest extends HarvestTest {

    private static final long WITH_25_FILES = 2000007;
    private static final Schemas SCHEMAS = new Schemas("resourcesync.xsd");
    private static final String BASE = "https://data.westmark.example";

    @Inject
    FigsharePortal portal;

    @Test
    void listsAreLinkedFromTheWellKnownUrl() throws Exception {
        fillCatalogue();

        String capabilities = urls("/.well-known/resourcesync").getFirst();
        List<String> lists = urls(capabilities.substring(BASE.length()));

        assertThat(capabilities).isEqualTo(BASE + "/resourcesync/capabilitylist.xml");
        assertThat(lists)
                .containsExactly(BASE + "/resourcesync/resourcelist.xml", BASE + "/resourcesync/changelist.xml");
        assertThat(xml(capabilities.substring(BASE.length())).getList("urlset.url.md.@capability"))
                .containsExactly("resourcelist", "changelist");
        assertThat(xml(capabilities.substring(BASE.length())).getString("urlset.ln.@href"))
                .isEqualTo(BASE + "/.well-known/resourcesync");
    }

    @Test
    void resourceListHasEveryItemAndFile() throws Exception {
        long id = publishAndSync("{}");
        var item = get("/v1/items/" + id).jsonPath();
        long file = item.getLong("files[0].id");
        String address = BASE + "/v1/items/" + id;
        String described = address + "/formats/json";

        XmlPath list = xml("/resourcesync/resourcelist.xml");

        assertThat(urls("/resourcesync/resourcelist.xml"))
                .doesNotHaveDuplicates()
                .contains(
                        described,
                        address + "/formats/datacite-xml",
                        address + "/formats/dc",
                        address + "/files/" + file);
        String entry = "urlset.url.find { it.loc == '" + address + "/files/" + file + "' }";
        assertThat(list.getString(entry + ".md.@hash")).isEqualTo("md5:" + item.getString("files[0].md5"));
        assertThat(list.getLong(entry + ".md.@length")).isEqualTo(item.getLong("files[0].size"));
        assertThat(list.getString(entry + ".ln.@rel")).isEqualTo("describedby");
        assertThat(list.getString(entry + ".ln.@href")).isEqualTo(described);
        assertThat(list.getList("urlset.url.find { it.loc == '" + described
                        + "' }.ln.findAll { it.@rel == 'describes' }.@href"))
                .contains(address + "/files/" + file);
    }

    @Test
    void changeListIsOrderedAndHasDeletions() {
        long id = publishAndSync("{\"title\":\"Before\"}");
        sandbox.change(id, "{\"title\":\"After\"}");
        syncs.items();
        String item = BASE + "/v1/items/" + id;
        soon().until(() -> changes(item + "/formats/json").equals(List.of("created", "updated")));
        long file = get("/v1/items/" + id).jsonPath().getLong("files[0].id");
        assertThat(changes(item + "/files/" + file)).containsExactly("updated");

        withdraw(id);

        assertThat(changes(item + "/formats/json")).containsExactly("created", "updated", "deleted");
        assertThat(changes(item + "/files/" + file)).containsExactly("deleted");
        List<String> moments = xml("/resourcesync/changelist.xml").getList("urlset.url.md.@datetime");
        assertThat(moments).isSorted();
    }

    @Test
    void longResourceListIsAnIndex() throws Exception {
        fillCatalogue();
        copies(2_000, WITH_25_FILES);
        try {
            AbstractSiteMap read = read("/resourcesync/resourcelist.xml");

            assertThat(read).isInstanceOf(SiteMapIndex.class);
            List<String> all = new ArrayList<>();
            for (AbstractSiteMap part : ((SiteMapIndex) read).getSitemaps()) {
                List<String> urls = urls(part.getUrl().toString().substring(BASE.length()));
                assertThat(urls).hasSizeLessThanOrEqualTo(50_000).isNotEmpty();
                all.addAll(urls);
            }
            assertThat(all)
                    .doesNotHaveDuplicates()
                    .contains(BASE + "/v1/items/70000000/formats/json", BASE + "/v1/items/70001999/formats/json");
        } finally {
            removeCopies();
        }
        get("/resourcesync/resourcelist-70000000-70001999.xml").then().statusCode(404);
        get("/resourcesync/resourcelist-x-1.xml").then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"'', YES", "waf-challenge, UNKNOWN", "nginx-forbidden, UNKNOWN", "reset, UNKNOWN", "html, NO"})
    void portalsSupportIsRecognized(String fault, FigsharePortal.Offer offer) {
        if (!fault.isEmpty()) {
            sandbox.fault(fault).on("/.well-known/.*").start();
        }
        try {
            assertThat(portal.offersResourceSync().await().indefinitely()).isEqualTo(offer);
        } finally {
            sandbox.clearFaults();
        }
    }

    private static List<String> changes(String loc) {
        return xml("/resourcesync/changelist.xml").getList("urlset.url.findAll { it.loc == '" + loc + "' }.md.@change");
    }

    private static XmlPath xml(String path) {
        return new XmlPath(valid(path).asString());
    }

    private static Response valid(String path) {
        Response answer = get(path);
        answer.then().statusCode(200).contentType("application/xml").header("Cache-Control", equalTo("no-store"));
        assertThat(SCHEMAS.violations(answer.asString())).isEmpty();
        return answer;
    }

    private static List<String> urls(String path) throws Exception {
        return ((SiteMap) read(path))
                .getSiteMapUrls().stream()
                        .map(SiteMapURL::getUrl)
                        .map(Object::toString)
                        .toList();
    }

    private static AbstractSiteMap read(String path) throws Exception {
        return new SiteMapParser(false)
                .parseSiteMap(
                        "application/xml",
                        valid(path).asString().getBytes(StandardCharsets.UTF_8),
                        URI.create(BASE + path).toURL());
    }
}
