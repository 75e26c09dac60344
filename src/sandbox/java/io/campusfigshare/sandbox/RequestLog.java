package io.campusfigshare.sandbox;

import io.campusfigshare.sandbox.accounts.TokenRoutes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Records the most recent requests to the sandbox's Figshare, whether they succeeded or failed. */
final class RequestLog {

    private static final int MAX_REQUESTS = 10_000;
    private static final int MAX_BODY_CHARACTERS = 64 * 1024;
    // 10,000 full bodies would take more memory than the service has.
    private static final long MAX_TOTAL_CHARACTERS = 32_000_000;

    private record Entry(String method, String path, JsonObject json, long characters) {}

    private final InstantSource clock;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long characters;

    RequestLog(InstantSource clock) {
        this.clock = clock;
    }

    void record(RoutingContext ctx) {
        boolean secret = TokenRoutes.PATH.equals(ctx.request().path());
        String body = secret
                ? TokenRoutes.masked(ctx)
                : Optional.ofNullable(ctx.body().asString()).orElse("");
        add(ctx.request(), body.substring(0, Math.min(body.length(), MAX_BODY_CHARACTERS)));
        ctx.next();
    }

    void recordHead(RoutingContext ctx) {
        add(ctx.request(), "");
        ctx.next();
    }

    void recordWithoutBody(RoutingContext ctx) {
        add(ctx.request(), "");
    }

    void clear() {
        entries.clear();
        characters = 0;
    }

    JsonObject json(Optional<String> method, Pattern path) {
        List<JsonObject> matching = entries.stream()
                .filter(entry -> method.map(entry.method()::equalsIgnoreCase).orElse(true))
                .filter(entry -> path.matcher(entry.path()).matches())
                .map(Entry::json)
                .toList();
        return new JsonObject().put("total", matching.size()).put("requests", new JsonArray(matching));
    }

    private void add(HttpServerRequest request, String body) {
        JsonObject json = new JsonObject()
                .put("method", request.method().name())
                .put("path", request.path())
                .put("query", Optional.ofNullable(request.query()).orElse(""))
                .put("headers", headers(request))
                .put("body", body)
                .put("at", clock.instant().toString());
        Entry entry = new Entry(
                request.method().name(),
                json.getString("path"),
                json,
                json.encode().length());
        entries.addLast(entry);
        characters += entry.characters();
        while (entries.size() > MAX_REQUESTS || characters > MAX_TOTAL_CHARACTERS) {
            characters -= entries.removeFirst().characters();
        }
    }

    // Even an invented token is not logged, because people paste real ones.
    private static JsonObject headers(HttpServerRequest request) {
        JsonObject headers = new JsonObject();
        request.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            headers.put(name, name.equals("authorization") ? "***" : header.getValue());
        });
        return headers;
    }
}
