package io.campusfigshare.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebFileTest extends ServiceTest {

    private static final String PATH = "/embed/campus.js";

    @Test
    void a_page_of_any_origin_may_load_the_script() {
        given().header("Origin", "https://www.example.edu")
                .get(PATH)
                .then()
                .statusCode(200)
                .contentType("text/javascript")
                .header("Access-Control-Allow-Origin", "*")
                .header("Cache-Control", "public, max-age=300")
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString("campus-outputs"));
    }

    @Test
    void the_name_with_the_digest_is_kept_for_a_day() {
        given().get(WebFile.COMPONENTS.pathWithDigest())
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=86400, immutable")
                .body(equalTo(given().get(PATH).asString()));
    }

    @Test
    void the_name_of_another_script_is_not_found() {
        given().get("/embed/campus-0123456789ab.js")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("No version"));
    }

    @Test
    void the_integrity_is_that_of_the_bytes_that_are_served() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-384").digest(given().get(PATH).asByteArray());

        assertThat(WebFile.COMPONENTS.content().integrity())
                .isEqualTo("sha384-" + Base64.getEncoder().encodeToString(hash));
    }

    @Test
    void the_script_has_at_most_20_kilobytes_on_its_way() {
        Response compressed = undecoded().header("Accept-Encoding", "gzip").get(PATH);

        compressed.then().header("Content-Encoding", "gzip").header("Vary", containsString("Accept-Encoding"));
        assertThat(compressed.asByteArray()).hasSizeLessThan(20_000);
    }

    @Test
    void a_script_that_the_browser_has_is_not_sent_again() {
        String etag = given().get(PATH).header("ETag");

        given().header("If-None-Match", etag).get(PATH).then().statusCode(304).body(emptyString());
    }

    @Test
    void head_has_the_length() {
        int length = undecoded().get(PATH).asByteArray().length;

        undecoded().head(PATH).then().statusCode(200).header("Content-Length", Integer.toString(length));
    }

    private static RequestSpecification undecoded() {
        return given().config(RestAssuredConfig.config()
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()));
    }
}
