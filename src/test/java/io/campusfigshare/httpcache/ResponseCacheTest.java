package io.campusfigshare.httpcache;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ResponseCacheTest extends ServiceTest {

    private static final String ARTICLES = "/v2/articles/.*";

    @Test
    void theSecondReadIsAHitWithTheSameBytes() {
        String path = "/v1/items/" + uncachedItem();
        Response first = get(path);
        Response second = get(path);

        first.then().header("Cache-Status", equalTo("campus-figshare; fwd=miss; stored"));
        second.then()
                .header("Cache-Status", matchesPattern("campus-figshare; hit; ttl=\\d+"))
                .header("Cache-Control", startsWith("public, max-age=300, stale-while-revalidate="))
                .header("Age", matchesPattern("\\d+"))
                .header("Vary", equalTo("Accept, Accept-Encoding, Origin"))
                .header("ETag", equalTo(first.header("ETag")));
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @Test
    void twoHundredConcurrentRequestsCauseOneCall() throws Exception {
        String path = "/v1/items/" + uncachedItem();
        sandbox.fault("slow").on(ARTICLES).delay(Duration.ofMillis(300)).start();
        Callable<Response> client = () -> get(path);

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = clients.invokeAll(Collections.nCopies(200, client)).stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
            assertThat(answers.stream().filter(a -> a.header("Cache-Status").contains("collapsed")))
                    .isNotEmpty();
        }
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void ifNoneMatchWithTheCurrentEtagIsAnswered304(String ifNoneMatch) {
        String path = "/v1/items/" + uncachedItem();
        String etag = get(path).header("ETag");
        assertThat(etag).matches("\"[\\w-]{22}(-gz)?\"");

        given().header("If-None-Match", ifNoneMatch.formatted(etag))
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(etag))
                .header("Cache-Control", startsWith("public"))
                .header("Vary", equalTo("Accept, Accept-Encoding, Origin"))
                .header("Content-Type", nullValue())
                .body(equalTo(""));
    }

    @Test
    void notModifiedWorksOnAColdCacheToo() {
        long id = uncachedItem();
        String etag = get("/v1/items/" + id).header("ETag");

        given().urlEncodingEnabled(false)
                .header("If-None-Match", etag)
                .get("/v1/items/" + escaped(id))
                .then()
                .statusCode(304);
    }

    @Test
    void ifNoneMatchWithAnotherEtagIsAnswered200() {
        given().header("If-None-Match", "\"something-else\"")
                .get("/v1/items/" + uncachedItem())
                .then()
                .statusCode(200);
    }

    @Test
    void headHasTheHeadersOfGetUncachedAndCached() {
        String path = "/v1/items/" + uncachedItem();
        Response cold = undecoded().head(path);
        Response get = undecoded().get(path);
        Response kept = undecoded().head(path);

        for (Response head : new Response[] {cold, kept}) {
            head.then()
                    .statusCode(200)
                    .header("Content-Type", equalTo("application/json"))
                    .header("ETag", equalTo(get.header("ETag")))
                    .header("Content-Length", equalTo(Integer.toString(get.asByteArray().length)));
            assertThat(head.asByteArray()).isEmpty();
        }
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @Test
    void gzipIsCachedWithItsOwnEtag() {
        String path = "/v1/items/123456";
        Response plain = undecoded().get(path);
        Response gzip = undecoded().header("Accept-Encoding", "br, gzip;q=0.8").get(path);

        plain.then().header("Content-Encoding", nullValue());
        gzip.then().header("Content-Encoding", equalTo("gzip")).header("ETag", not(equalTo(plain.header("ETag"))));
        assertThat(gzip.asByteArray()).startsWith(0x1f, 0x8b).hasSizeLessThan(plain.asByteArray().length);
        given().header("Accept-Encoding", "gzip").get(path).then().body("id", equalTo(123456));
        undecoded()
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", gzip.header("ETag"))
                .get(path)
                .then()
                .statusCode(304);
    }

    @Test
    void whoRefusesGzipGetsPlainBytes() {
        undecoded()
                .header("Accept-Encoding", "gzip;q=0, *;q=0.1")
                .get("/v1/items/123456")
                .then()
                .header("Content-Encoding", nullValue());
    }

    @Test
    void notFoundIsCachedByTheServiceOnly() {
        String path = "/v1/items/" + unknownId();
        get(path).then().statusCode(404);

        get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Cache-Control", equalTo("no-store"))
                .header("Cache-Status", containsString("hit"))
                .body("instance", equalTo(path));
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @Test
    void failuresAreNotCached() {
        String path = "/v1/items/" + uncachedItem();
        var refusing = sandbox.fault("error").status(422).on(ARTICLES).start();
        get(path).then().statusCode(502).header("Cache-Control", equalTo("no-store"));
        refusing.stop();

        get(path).then().statusCode(200);
    }

    @Test
    void requestDirectiveNoCacheIsIgnored() {
        long id = uncachedItem();
        get("/v1/items/" + id);
        sandbox.clearLog();

        given().header("Cache-Control", "no-cache")
                .header("Pragma", "no-cache")
                .get("/v1/items/" + id)
                .then()
                .statusCode(200);
        assertThat(sandbox.count(null, ARTICLES)).isZero();
    }

    @Test
    void onlyIfCachedIsObeyed() {
        long id = uncachedItem();

        given().header("Cache-Control", "only-if-cached")
                .get("/v1/items/" + id)
                .then()
                .statusCode(504)
                .contentType("application/problem+json");
        assertThat(sandbox.count(null, ARTICLES)).isZero();
    }

    @Test
    void acceptOfABrowserIsACacheHit() {
        String path = "/v1/items/" + uncachedItem() + "/versions";
        get(path);

        given().header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Status", containsString("hit"));
    }

    @Test
    void aCachedResponseIsNotServedIfAcceptExcludesIt() {
        String path = "/v1/items/" + uncachedItem();
        get(path);

        given().header("Accept", "text/calendar")
                .get(path)
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }

    @Test
    void escapedFormsOfAPathShareOneEntry() {
        long id = uncachedItem();
        get("/v1/items/" + id).then().statusCode(200);
        sandbox.clearLog();

        given().urlEncodingEnabled(false)
                .get("/v1/items/" + escaped(id))
                .then()
                .statusCode(200)
                .header("Cache-Status", containsString("hit"));

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0%d, 400", "+%d, 400", "%d/, 404", "%d;x=1, 400", "%d?bust=1, 400"})
    void invalidFormsOfAPathCauseNoCall(String spelling, int status) {
        get("/v1/items/" + spelling.formatted(uncachedItem())).then().statusCode(status);

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @Test
    void aDisconnectedClientDoesNotCancelTheLoadForOthers() throws Exception {
        String path = "/v1/items/" + uncachedItem();
        sandbox.fault("slow").on(ARTICLES).delay(Duration.ofMillis(500)).start();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> patient;
            try (var quitter = new Socket("localhost", RestAssured.port)) {
                quitter.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: campus\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                await("the call").atMost(Duration.ofSeconds(10)).until(() -> sandbox.count("GET", ARTICLES) == 1);
                patient = clients.submit(() -> get(path));
            }
            assertThat(patient.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"%s, 200", "*, 200", "'\"other\", %s', 200", "\"other\", 412", "W/%s, 412"})
    void ifMatchIsObeyed(String ifMatch, int status) {
        String path = "/v1/items/" + uncachedItem();
        String etag = get(path).header("ETag");

        given().header("If-Match", ifMatch.formatted(etag)).get(path).then().statusCode(status);
    }

    @Test
    void ifNoneMatchMayBeSentInSeveralHeaders() {
        String path = "/v1/items/" + uncachedItem();
        String etag = get(path).header("ETag");

        given().header("If-None-Match", "\"other\"", etag).get(path).then().statusCode(304);
    }

    /** The first digit as an escape. */
    private static String escaped(long id) {
        String digits = Long.toString(id);
        return "%3" + digits.charAt(0) + digits.substring(1);
    }

    private static RequestSpecification undecoded() {
        return given().config(RestAssuredConfig.config()
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()));
    }
}
