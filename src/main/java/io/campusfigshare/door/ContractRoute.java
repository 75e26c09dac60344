package io.campusfigshare.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.campusfigshare.problem.Problems;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code docs/openapi.yaml} at {@code /openapi} in production, as YAML or as JSON. The extension that generates
 * the contract would read and write it at every start, which takes half the time of a native start. In dev mode and in
 * tests the extension serves the generated contract; {@code ContractTest} fails when both differ.
 */
@Singleton
@IfBuildProfile("prod")
class ContractRoute {

    private static final String PATH = "/openapi";
    private static final String FILE = "openapi.yaml";

    private static final String METHODS = "GET, HEAD, OPTIONS";

    /** The contract in one format. */
    private record Representation(String type, Buffer content, String etag) {

        static Representation of(String type, Buffer content) {
            String digest = UUID.nameUUIDFromBytes(content.getBytes()).toString();
            return new Representation(type, content, '"' + digest + '"');
        }
    }

    private final ObjectMapper json;
    private volatile @Nullable Representation asYaml;
    private volatile @Nullable Representation asJson;

    ContractRoute(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        for (String suffix : List.of("", ".yaml", ".yml", ".json")) {
            String path = PATH + suffix;
            router.route(path)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .order(Pages.ORDER)
                    .blockingHandler(this::serve, false);
            // The extension would answer these methods with an empty contract.
            router.route(path).order(Pages.ORDER).handler(ContractRoute::refuse);
        }
    }

    private static void refuse(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, METHODS);
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).end();
        } else {
            Problems.answer(context, Problems.of(405));
        }
    }

    private void serve(RoutingContext context) {
        Representation contract = wantsJson(context) ? asJson() : asYaml();
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        context.etag(contract.etag());
        if (context.isFresh()) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contract.type());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(contract.content().length()))
                    .end();
        } else {
            response.end(contract.content());
        }
    }

    private static boolean wantsJson(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.length() > PATH.length()) {
            return path.endsWith(".json");
        }
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        List<String> format = context.queryParam("format");
        return (accept != null && accept.contains("application/json"))
                || (!format.isEmpty() && format.getFirst().equalsIgnoreCase("json"));
    }

    private Representation asYaml() {
        Representation known = asYaml;
        if (known == null) {
            known = Representation.of("application/yaml;charset=UTF-8", Pages.content(FILE));
            asYaml = known;
        }
        return known;
    }

    private Representation asJson() {
        Representation known = asJson;
        if (known == null) {
            try {
                JsonNode contract = new YAMLMapper().readTree(asYaml().content().getBytes());
                known = Representation.of(
                        "application/json;charset=UTF-8", Buffer.buffer(json.writeValueAsBytes(contract)));
            } catch (IOException ours) {
                throw new UncheckedIOException(ours);
            }
            asJson = known;
        }
        return known;
    }
}
