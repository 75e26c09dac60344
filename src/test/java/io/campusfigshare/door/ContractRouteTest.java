package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the route that serves the contract in production, apart from the service, because tests have another. */
class ContractRouteTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Router router = Router.router(VERTX);
        new ContractRoute(new ObjectMapper()).register(router);
        HttpServer server = VERTX.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi, application/yaml",
        "/openapi.yaml, application/yaml",
        "/openapi.yml, application/yaml",
        "/openapi.json, application/json",
        "/openapi?format=json, application/json"
    })
    void the_contract_is_served_in_both_formats(String path, String type) {
        String etag = service()
                .get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Cache-Control", equalTo("no-cache"))
                .body(not(blankOrNullString()))
                .extract()
                .header("ETag");

        service()
                .header("If-None-Match", etag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(etag))
                .body(blankOrNullString());
        service().header("If-None-Match", "\"another\"").get(path).then().statusCode(200);
    }

    @Test
    void json_has_the_operations() {
        service().accept("application/json").get("/openapi").then().body("paths", hasKey("/v1/items"));
    }

    @Test
    void the_answer_to_head_is_that_to_get_without_the_body() {
        var get = service().get("/openapi").then().extract();

        service()
                .head("/openapi")
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(get.header("Content-Length")))
                .header("Content-Type", equalTo(get.header("Content-Type")))
                .header("ETag", equalTo(get.header("ETag")))
                .header("ETag", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void other_methods_are_refused(String method) {
        for (String path : new String[] {"/openapi", "/openapi.json", "/openapi.yaml"}) {
            service()
                    .request(method, path)
                    .then()
                    .statusCode(405)
                    .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                    .contentType("application/problem+json")
                    .body("type", endsWith("method-not-allowed"));
        }
    }

    @Test
    void options_lists_the_methods() {
        service().options("/openapi").then().statusCode(204).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    private static RequestSpecification service() {
        return given().baseUri("http://127.0.0.1").port(port);
    }
}
