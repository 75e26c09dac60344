package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The token endpoint, which answers every failure with 400. */
public final class TokenRoutes {

    public static final String PATH = "/v2/token";

    // The parameters that each grant type requires besides client_id and client_secret.
    private static final Map<String, List<String>> REQUIRED_KEYS = Map.of(
            "authorization_code", List.of("code"),
            "refresh_token", List.of("refresh_token"),
            "password", List.of("username", "password"),
            "client_credentials", List.of());
    private static final List<String> UNMASKED_KEYS = List.of("grant_type", "client_id");

    private final Tokens tokens;

    public TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    public void mount(Router router) {
        router.post(PATH).handler(this::issue);
        router.get(PATH).handler(ctx -> Reply.json(ctx, 200, tokens.info(ctx)));
        router.put("/sandbox/token").handler(ctx -> {
            tokens.configure(Params.object(ctx));
            Reply.empty(ctx, 204);
        });
    }

    private void issue(RoutingContext ctx) {
        Params params = params(ctx);
        String grant = params.text("grant_type").orElse("");
        List<String> required = REQUIRED_KEYS.get(grant);
        if (required == null) {
            throw Rejection.badRequest("Unknown grant_type");
        }
        boolean hasClient = params.text("client_id").isPresent()
                && params.text("client_secret").isPresent();
        if (!hasClient || required.stream().anyMatch(key -> params.text(key).isEmpty())) {
            throw Rejection.badRequest("Invalid " + grant);
        }
        Reply.json(ctx, 200, tokens.issue());
    }

    /** Returns the parameters of a token request as JSON with the secrets masked; empty if they cannot be read. */
    public static String masked(RoutingContext ctx) {
        JsonObject masked = new JsonObject();
        try {
            params(ctx).values().forEach((key, value) -> masked.put(key, UNMASKED_KEYS.contains(key) ? value : "***"));
        } catch (Rejection unreadable) {
            return "";
        }
        return masked.encode();
    }

    private static Params params(RoutingContext ctx) {
        Map<String, Object> form = new HashMap<>();
        ctx.request().formAttributes().forEach(entry -> form.put(entry.getKey(), entry.getValue()));
        return form.isEmpty() ? Params.body(ctx) : new Params(form);
    }
}
