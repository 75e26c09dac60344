package io.campusfigshare.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusPageTest extends InstitutionTest {

    @TestHTTPResource(value = "/status", management = true)
    URI page;

    @Test
    void operators_see_checks_breakers_deposits_and_the_cache() {
        Document status = Jsoup.parse(given().get(page)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-store")
                .header("Refresh", "15")
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .extract()
                .asString());

        assertThat(status.select("h2").eachText())
                .contains("Checks", "Circuit breakers", "Deposits by state", "Response cache");
        assertThat(status.select("tr:has(th:containsOwn(published)) td").text()).matches("\\d+");
        assertThat(status.select("tr:has(th:containsOwn(api, callers)) td").text())
                .isEqualTo("closed");
        assertThat(status.select("script")).isEmpty();
    }

    @Test
    void the_public_port_does_not_have_it() {
        get("/q/status").then().statusCode(404);
    }
}
