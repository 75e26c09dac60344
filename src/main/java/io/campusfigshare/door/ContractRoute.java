package io.campusfigshare.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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

    private final ObjectMapper json;
    private volatile @Nullable Buffer asJson;

    ContractRoute(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        for (String suffix : List.of("", ".yaml", ".yml", ".json")) {
            router.route(PATH + suffix)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .order(Pages.ORDER)
                    .blockingHandler(this::serve, false);
        }
    }

    private void serve(RoutingContext context) {
        boolean wantsJson = wantsJson(context);
        context.response()
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        wantsJson ? "application/json;charset=UTF-8" : "application/yaml;charset=UTF-8")
                .end(wantsJson ? asJson() : Pages.content(FILE));
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

    private Buffer asJson() {
        Buffer known = asJson;
        if (known == null) {
            try {
                JsonNode contract =
                        new YAMLMapper().readTree(Pages.content(FILE).getBytes());
                known = Buffer.buffer(json.writeValueAsBytes(contract));
            } catch (IOException ours) {
                throw new UncheckedIOException(ours);
            }
            asJson = known;
        }
        return known;
    }
}
