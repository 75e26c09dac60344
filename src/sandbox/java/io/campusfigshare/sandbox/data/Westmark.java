package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.data.Item.Institution;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The forty articles of the University of Westmark. They follow rules, except for the overrides in item-overrides.json.
 */
public final class Westmark {

    private static final long FIRST_ID = 2_000_001;
    private static final long THREE_VERSIONS_ID = 2_000_003;
    private static final long MANY_FILES_ID = 2_000_007;
    private static final long BIG_FILE_ID = 2_000_009;

    private static final Pattern NON_ALPHANUMERIC = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern EDGE_UNDERSCORE = Pattern.compile("^_|_$");

    private final List<JsonObject> accounts = Seeds.list("accounts");
    private final Map<Long, JsonObject> categories = byId("categories");
    private final Map<Long, JsonObject> types = byId("item-types");
    private final List<JsonObject> licenses = Seeds.list("licenses");

    Stream<Item> items() {
        List<JsonObject> topics = Seeds.list("westmark-items");
        JsonObject overrides = Seeds.object("item-overrides");
        return IntStream.range(0, topics.size()).mapToObj(n -> item(n, topics.get(n), overrides));
    }

    private Item item(int n, JsonObject topic, JsonObject overrides) {
        long id = FIRST_ID + n;
        int latest = id == THREE_VERSIONS_ID ? 3 : 1;
        List<JsonObject> versions = new ArrayList<>();
        for (int version = 1; version <= latest; version++) {
            versions.add(record(n, id, version, topic));
        }
        JsonObject override = overrides.getJsonObject(String.valueOf(id), new JsonObject());
        JsonObject record = versions.getLast();
        override.getJsonObject("set", new JsonObject()).forEach(e -> record.put(e.getKey(), e.getValue()));
        override.getJsonArray("unset", new JsonArray()).forEach(key -> record.remove((String) key));
        return Item.of(id, Institution.WESTMARK, topic.getLong("department"), versions);
    }

    private JsonObject record(int n, long id, int version, JsonObject topic) {
        LocalDateTime first = LocalDateTime.of(2015 + n * 12 / 40, 1 + n * 5 % 6, 1 + n * 7 % 28, 9 + n % 8, n);
        LocalDateTime posted = first.plusMonths(8L * (version - 1));
        JsonObject type = Objects.requireNonNull(types.get(topic.getLong("type")));
        String title = topic.getString("title") + (version == 1 ? "" : " (release " + version + ")");
        String doi = "10.99999/westmark." + id + ".v" + version;
        JsonArray tags = topic.getJsonArray("tags");
        JsonArray authors = authors(topic);
        JsonObject record = SeededArticles.defaults()
                .put("id", id)
                .put("title", title)
                .put("version", version)
                .put("doi", doi)
                .put("handle", n == 0 ? "99999/westmark." + id : "")
                .put("description", "<p>" + title + ". Kept by the University of Westmark.</p>")
                .put("authors", authors)
                .put("citation", citation(authors, posted, title, type, doi))
                .put("tags", tags)
                .put("keywords", tags.copy())
                .put("categories", new JsonArray().add(categories.get(topic.getLong("category"))))
                .put("license", licenses.get(n % licenses.size()).copy())
                .put("group_id", topic.getLong("department"))
                .put("defined_type", type.getInteger("id"))
                .put("defined_type_name", type.getString("name"))
                .put("resource_doi", "")
                .put("resource_title", "");
        dates(record, first, posted);
        links(record, id, type, topic.getString("title"));
        files(record, id, version);
        return record;
    }

    static void dates(JsonObject record, LocalDateTime first, LocalDateTime posted) {
        record.put("created_date", seconds(posted.minusDays(3)) + "Z")
                .put("modified_date", seconds(posted.plusDays(2)) + "Z")
                .put("published_date", seconds(posted) + "Z")
                .put("timeline", new JsonObject().put("posted", seconds(posted)).put("firstOnline", seconds(first)));
    }

    /** Sets the URLs of a record. */
    public static void links(JsonObject record, long id, JsonObject type, String title) {
        String slug = EDGE_UNDERSCORE
                .matcher(NON_ALPHANUMERIC.matcher(title).replaceAll("_"))
                .replaceAll("");
        String page = "https://westmark.figshare.com/articles/" + type.getString("url_name") + "/" + slug + "/" + id;
        boolean hasThumbnail = type.getInteger("id") < 3;
        record.put("url", Item.BASE_URL + "/v2/articles/" + id)
                .put("url_public_api", Item.BASE_URL + "/v2/articles/" + id)
                .put("url_private_api", Item.BASE_URL + "/v2/account/articles/" + id)
                .put("url_public_html", page)
                .put("url_private_html", "https://figshare.com/account/articles/" + id)
                .put("figshare_url", page)
                .put("thumb", hasThumbnail ? "https://previews.westmark.example/" + id + "/thumb.png" : "");
    }

    private static void files(JsonObject record, long id, int version) {
        int count = id == MANY_FILES_ID ? 25 : 1 + (int) (id % 3);
        JsonObject folders = record.getJsonObject("folder_structure");
        for (int k = 1; k <= count; k++) {
            long file = 3_000_000 + (id - FIRST_ID + 1) * 100 + 10L * (version - 1) + k;
            long size = id == BIG_FILE_ID && k == 1 ? 2 * 1024 * 1024 : 1500 + file * 31 % 9000;
            boolean table = k % 2 == 1;
            String name = String.format(Locale.ROOT, table ? "table-%02d.csv" : "notes-%02d.txt", k);
            SeededArticles.addFile(record, SeededArticles.file(file, name, table ? "text/csv" : "text/plain", size));
            if (id == MANY_FILES_ID && k > 20) {
                folders.put(String.valueOf(file), "cores/2016");
            }
        }
    }

    private JsonArray authors(JsonObject topic) {
        JsonArray authors = new JsonArray();
        topic.getJsonArray("people").stream()
                .map(Integer.class::cast)
                .map(accounts::get)
                .forEach(person -> authors.add(author(person)));
        return authors;
    }

    /** Returns an account's owner as an author. */
    public static JsonObject author(JsonObject account) {
        return SeededArticles.author(
                account.getLong("user_id"),
                account.getString("first_name"),
                account.getString("last_name"),
                account.getString("orcid_id"),
                true);
    }

    /** Returns the citation as Figshare writes it. */
    public static String citation(JsonArray authors, LocalDateTime posted, String title, JsonObject type, String doi) {
        String names = Seeds.objects(authors)
                .map(person -> person.getString("last_name") + ", " + person.getString("first_name"))
                .collect(Collectors.joining("; "));
        String name = type.getString("name");
        return names + " (" + posted.getYear() + "): " + title + ". University of Westmark. "
                + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + ". https://doi.org/" + doi;
    }

    private static String seconds(LocalDateTime time) {
        // LocalDateTime.toString omits seconds of zero; Figshare does not.
        return time + (time.getSecond() == 0 ? ":00" : "");
    }

    // Removes the two keys that only the list of categories has and a category in an article has not.
    static Map<Long, JsonObject> byId(String seed) {
        Map<Long, JsonObject> entries = new HashMap<>();
        for (JsonObject entry : Seeds.list(seed)) {
            entry.remove("is_selectable");
            entry.remove("has_children");
            entries.put(entry.getLong("id"), entry);
        }
        return entries;
    }
}
