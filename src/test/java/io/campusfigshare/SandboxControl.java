package io.campusfigshare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sandbox Figshare's control interface, for tests that want it to misbehave, to change, or to tell what it got. */
public final class SandboxControl {

    /** A request that the sandbox received. */
    public record Received(
            String method, String path, String query, Map<String, String> headers, String body, Instant at) {}

    /** An article of an account, with as much as tells how it came about and what became of it. */
    public record Owned(
            long id,
            long account,
            String title,
            String status,
            boolean isPublic,
            String curationStatus,
            int publishedVersions,
            List<String> authors,
            List<String> files,
            String created) {

        public static Owned of(JsonObject json) {
            return new Owned(
                    json.getLong("id"),
                    json.getLong("account_id"),
                    json.getString("title"),
                    json.getString("status"),
                    json.getBoolean("is_public"),
                    json.getString("curation_status"),
                    json.getInteger("published_versions"),
                    texts(json.getJsonArray("authors")),
                    texts(json.getJsonArray("files")),
                    json.getString("created"));
        }

        private static List<String> texts(JsonArray array) {
            return array.stream().map(String::valueOf).toList();
        }
    }

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String baseUrl;
    private final String figshare;

    public SandboxControl(String baseUrl) {
        this.baseUrl = baseUrl + "/sandbox";
        this.figshare = baseUrl + "/v2/account/articles";
    }

    /** Items, faults and log as they were at the start. */
    public void reset() {
        send("POST", "/reset", null);
    }

    public Fault fault(String kind) {
        return new Fault(kind);
    }

    /** No fault but the cut at ten files, which is Figshare's own. */
    public void clearFaults() {
        send("DELETE", "/faults", null);
    }

    public List<Received> received(@Nullable String method, @Nullable String pathRegex) {
        return requests(method, pathRegex).getJsonArray("requests").stream()
                .map(JsonObject.class::cast)
                .map(SandboxControl::received)
                .toList();
    }

    public int count(@Nullable String method, @Nullable String pathRegex) {
        return requests(method, pathRegex).getInteger("total");
    }

    public void clearLog() {
        send("DELETE", "/requests", null);
    }

    /** Publishes a new article like any other, with the JSON merged into it; tells its number, which is new each time. */
    public long publish(String mergeJson) {
        return new JsonObject(send("POST", "/articles", mergeJson)).getLong("id");
    }

    /**
     * Publishes many invented articles at once, with the JSON merged into each; tells the first of their numbers, which
     * are consecutive. They are modified later than everything before.
     */
    public long generate(int count, String mergeJson) {
        return new JsonObject(send("POST", "/articles?count=" + count, mergeJson)).getLong("first");
    }

    /** Merges the JSON into the latest version of a record; a null stays a null. */
    public void change(long id, String mergeJson) {
        send("PATCH", "/articles/" + id, mergeJson);
    }

    public void withdraw(long id) {
        send("DELETE", "/articles/" + id, null);
    }

    /** Publishes a new collection, with the JSON merged into it, whose {@code articles} are its members; tells its number. */
    public long publishCollection(String mergeJson) {
        return new JsonObject(send("POST", "/collections", mergeJson)).getLong("id");
    }

    public void changeCollection(long id, String mergeJson) {
        send("PATCH", "/collections/" + id, mergeJson);
    }

    public void withdrawCollection(long id) {
        send("DELETE", "/collections/" + id, null);
    }

    /** Publishes a new project like a collection. */
    public long publishProject(String mergeJson) {
        return new JsonObject(send("POST", "/projects", mergeJson)).getLong("id");
    }

    public void changeProject(long id, String mergeJson) {
        send("PATCH", "/projects/" + id, mergeJson);
    }

    public void withdrawProject(long id) {
        send("DELETE", "/projects/" + id, null);
    }

    /** The articles of all accounts, drafts as well, or those of one title. */
    public List<Owned> accountArticles(@Nullable String title) {
        String query = title == null ? "" : "?title=" + URLEncoder.encode(title, StandardCharsets.UTF_8);
        return new JsonArray(send("GET", "/account-articles" + query, null))
                .stream().map(JsonObject.class::cast).map(Owned::of).toList();
    }

    /** What a person does at Figshare by hand: a draft; its number. */
    public long draft(long account, String json) {
        return new JsonObject(send("POST", figshare, as(account, json))).getLong("entity_id");
    }

    public void edit(long account, long id, String json) {
        send("PATCH", figshare + "/" + id, as(account, json));
    }

    public void delete(long account, long id) {
        send("DELETE", figshare + "/" + id + "?impersonate=" + account, null);
    }

    public void addLink(long account, long id, String link) {
        send(
                "POST",
                figshare + "/" + id + "/files",
                as(account, new JsonObject().put("link", link).encode()));
    }

    /** As its owner sees it. */
    public JsonObject article(long account, long id) {
        return new JsonObject(send("GET", figshare + "/" + id + "?impersonate=" + account, null));
    }

    private static String as(long account, String json) {
        return new JsonObject(json).put("impersonate", account).encode();
    }

    /** Merges the JSON into an account: quota, active, orcid_id and the like. */
    public void changeAccount(long id, String mergeJson) {
        send("PATCH", "/accounts/" + id, mergeJson);
    }

    /** Whether publishing opens a review first. */
    public void review(boolean on) {
        send("PUT", "/review", new JsonObject().put("on", on).encode());
    }

    public void approve(long article) {
        send("POST", "/reviews/" + article + "/approve", null);
    }

    public void reject(long article) {
        send("POST", "/reviews/" + article + "/reject", null);
    }

    /** The size of the parts that uploads begun from now on have, the last of them excepted. */
    public void partSize(long bytes) {
        send("PUT", "/upload", new JsonObject().put("partSize", bytes).encode());
    }

    /** Drops what is uploaded from now on; the sum is known only of files whose parts come in order. */
    public void discardUploads() {
        send("PUT", "/upload", new JsonObject().put("discard", true).encode());
    }

    /** How many seconds the access tokens hold that the sandbox gives out from now on. */
    public void tokenLife(long seconds) {
        send("PUT", "/token", new JsonObject().put("expiresIn", seconds).encode());
    }

    private JsonObject requests(@Nullable String method, @Nullable String pathRegex) {
        StringJoiner query = new StringJoiner("&", "?", "");
        if (method != null) {
            query.add("method=" + method);
        }
        if (pathRegex != null) {
            query.add("path=" + URLEncoder.encode(pathRegex, StandardCharsets.UTF_8));
        }
        return new JsonObject(send("GET", "/requests" + query, null));
    }

    private static Received received(JsonObject json) {
        Map<String, String> headers = json.getJsonObject("headers").stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
        return new Received(
                json.getString("method"),
                json.getString("path"),
                json.getString("query"),
                headers,
                json.getString("body"),
                json.getInstant("at"));
    }

    private String send(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(path.startsWith("/") ? baseUrl + path : path))
                .header("Authorization", "token any")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A fault in the making, which does nothing before it is started. */
    public final class Fault {

        private final JsonObject json;

        private Fault(String kind) {
            json = new JsonObject().put("kind", kind);
        }

        /** Which paths it befalls: the expression has to match the whole path. */
        public Fault on(String pathRegex) {
            return with("path", pathRegex);
        }

        public Fault method(String method) {
            return with("method", method);
        }

        public Fault times(int times) {
            return with("times", times);
        }

        public Fault delay(Duration delay) {
            return with("delayMillis", delay.toMillis());
        }

        public Fault retryAfter(int seconds) {
            return with("retryAfterSeconds", seconds);
        }

        public Fault status(int status) {
            return with("status", status);
        }

        /** The part of the requests that it befalls, drawn from the seed: the same ones each time. */
        public Fault chance(double chance, long seed) {
            return with("chance", chance).with("seed", seed);
        }

        public Started start() {
            return new Started(new JsonObject(send("POST", "/faults", json.encode())).getLong("id"));
        }

        private Fault with(String key, Object value) {
            json.put(key, value);
            return this;
        }
    }

    /** A fault that is on. */
    public final class Started {

        private final long id;

        private Started(long id) {
            this.id = id;
        }

        public void stop() {
            send("DELETE", "/faults/" + id, null);
        }

        /** How many requests it has befallen. */
        public int applied() {
            return new JsonArray(send("GET", "/faults", null))
                    .stream()
                            .map(JsonObject.class::cast)
                            .filter(fault -> fault.getLong("id") == id)
                            .mapToInt(fault -> fault.getInteger("applied"))
                            .sum();
        }
    }
}
