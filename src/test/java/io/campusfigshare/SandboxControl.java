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

/** Client of the sandbox's control API, with which tests inject faults, change data and read the received requests. */
public final class SandboxControl {

    /** A request that the sandbox received. */
    public record Received(
            String method, String path, String query, Map<String, String> headers, String body, Instant at) {}

    /** A summary of an account's article. */
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

    /** Restores the seed data and the initial faults and clears the log. */
    public void reset() {
        send("POST", "/reset", null);
    }

    public Fault fault(String kind) {
        return new Fault(kind);
    }

    /** Removes all faults except the cut at ten files, which is Figshare's own behaviour. */
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

    /** Publishes a new article with the JSON merged into its record. Returns its id, which is never reused. */
    public long publish(String mergeJson) {
        return new JsonObject(send("POST", "/articles", mergeJson)).getLong("id");
    }

    /**
     * Publishes generated articles with the JSON merged into each. Returns the first of their consecutive ids. Their
     * modified dates are later than all existing ones.
     */
    public long generate(int count, String mergeJson) {
        return new JsonObject(send("POST", "/articles?count=" + count, mergeJson)).getLong("first");
    }

    /** Merges the JSON into the latest version of a record. A null is stored as null. */
    public void change(long id, String mergeJson) {
        send("PATCH", "/articles/" + id, mergeJson);
    }

    public void withdraw(long id) {
        send("DELETE", "/articles/" + id, null);
    }

    /** Publishes a new collection with the JSON merged into it; {@code articles} lists its members. Returns its id. */
    public long publishCollection(String mergeJson) {
        return new JsonObject(send("POST", "/collections", mergeJson)).getLong("id");
    }

    public void changeCollection(long id, String mergeJson) {
        send("PATCH", "/collections/" + id, mergeJson);
    }

    public void withdrawCollection(long id) {
        send("DELETE", "/collections/" + id, null);
    }

    /** Publishes a new project in the same way. */
    public long publishProject(String mergeJson) {
        return new JsonObject(send("POST", "/projects", mergeJson)).getLong("id");
    }

    public void changeProject(long id, String mergeJson) {
        send("PATCH", "/projects/" + id, mergeJson);
    }

    public void withdrawProject(long id) {
        send("DELETE", "/projects/" + id, null);
    }

    /** Returns the articles of all accounts including drafts, or those with this title. */
    public List<Owned> accountArticles(@Nullable String title) {
        String query = title == null ? "" : "?title=" + URLEncoder.encode(title, StandardCharsets.UTF_8);
        return new JsonArray(send("GET", "/account-articles" + query, null))
                .stream().map(JsonObject.class::cast).map(Owned::of).toList();
    }

    /** Creates a draft as a person does by hand in Figshare. Returns its id. */
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

    /** Returns an article as its owner sees it. */
    public JsonObject article(long account, long id) {
        return new JsonObject(send("GET", figshare + "/" + id + "?impersonate=" + account, null));
    }

    private static String as(long account, String json) {
        return new JsonObject(json).put("impersonate", account).encode();
    }

    /** Merges the JSON into an account, such as quota, active or orcid_id. */
    public void changeAccount(long id, String mergeJson) {
        send("PATCH", "/accounts/" + id, mergeJson);
    }

    /** Sets whether a publication opens a review first. */
    public void review(boolean on) {
        send("PUT", "/review", new JsonObject().put("on", on).encode());
    }

    public void approve(long article) {
        send("POST", "/reviews/" + article + "/approve", null);
    }

    public void reject(long article) {
        send("POST", "/reviews/" + article + "/reject", null);
    }

    /** Changes a review, as people do who assign it in Figshare. */
    public void changeReview(long id, String mergeJson) {
        send("PATCH", "/reviews/" + id, mergeJson);
    }

    /** Adds reviews with the members of the JSON. Returns the first of their consecutive numbers. */
    public long reviews(int count, String json) {
        return new JsonObject(send("POST", "/reviews?count=" + count, json)).getLong("first");
    }

    public void deleteReview(long review) {
        send("DELETE", "/reviews/" + review, null);
    }

    /** Adds a comment, as a person does in Figshare. */
    public void comment(long review, long account, String text) {
        send(
                "POST",
                "/reviews/" + review + "/comments",
                new JsonObject().put("account_id", account).put("text", text).encode());
    }

    /** Sets the part size of new uploads in bytes; the last part may be smaller. */
    public void partSize(long bytes) {
        send("PUT", "/upload", new JsonObject().put("partSize", bytes).encode());
    }

    /** Discards the bytes of new uploads. Only files whose parts arrive in order then have an MD5. */
    public void discardUploads() {
        send("PUT", "/upload", new JsonObject().put("discard", true).encode());
    }

    /** Sets the lifetime of new access tokens in seconds. */
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

    /** Builds a fault, which is inactive until it is started. */
    public final class Fault {

        private final JsonObject json;

        private Fault(String kind) {
            json = new JsonObject().put("kind", kind);
        }

        /** Limits the fault to paths that the expression matches completely. */
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

        /** Sets the ratio of requests that the fault applies to. The same seed selects the same requests. */
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

    /** An active fault. */
    public final class Started {

        private final long id;

        private Started(long id) {
            this.id = id;
        }

        public void stop() {
            send("DELETE", "/faults/" + id, null);
        }

        /** Returns the number of requests that it has applied to. */
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
