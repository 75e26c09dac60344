package io.campusfigshare.sandbox;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives the page {@code /docs} the users of dev mode's token provider, and a token of each: the provider asks for no
 * password.
 */
@Singleton
class DevTokens {

    private static final String PATH = "/docs/users";
    private static final String ROLES = "quarkus.oidc.devservices.roles.";

    /** Before the route of the page's other files. */
    private static final int ORDER = -1;

    private final SmallRyeConfig settings;

    DevTokens(SmallRyeConfig settings) {
        this.settings = settings;
    }

    void register(@Observes Router router) {
        if (LaunchMode.current().isDev()) {
            router.get(PATH).order(ORDER).handler(this::users);
            router.get(PATH + "/:user").order(ORDER).blockingHandler(this::token, false);
        }
    }

    private void users(RoutingContext context) {
        var users = new JsonArray();
        rolesByUser()
                .forEach((user, roles) ->
                        users.add(new JsonObject().put("user", user).put("roles", roles)));
        json(context, users.encode());
    }

    private Map<String, String> rolesByUser() {
        var users = new TreeMap<String, String>();
        for (String key : settings.getPropertyNames()) {
            if (key.startsWith(ROLES)) {
                users.put(
                        key.substring(ROLES.length()).replace("\"", ""),
                        settings.getConfigValue(key).getValue());
            }
        }
        return users;
    }

    private void token(RoutingContext context) {
        String user = context.pathParam("user");
        String provider = settings.getOptionalValue("quarkus.oidc.auth-server-url", String.class)
                .orElse(null);
        if (provider == null || !rolesByUser().containsKey(user)) {
            context.response().setStatusCode(404).end();
            return;
        }
        String form =
                "grant_type=password&client_id=quarkus-app&username=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            json(context, http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException unreachable) {
            context.fail(unreachable);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            context.fail(stopping);
        }
    }

    private static void json(RoutingContext context, String body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
