package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.data.Item.Institution;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The articles that the sandbox starts with: recorded examples from Figshare and the articles of an invented
 * university.
 */
public final class SeededArticles {

    private static final Institution PLOS = new Institution(10107, "plos");
    private static final Institution FABER = new Institution(10099, "faber");

    private SeededArticles() {}

    /** Returns all seeded articles by their ids. */
    public static Map<Long, Item> all() {
        Map<Long, Item> items = new LinkedHashMap<>();
        Stream.of(
                        Stream.of(item(PLOS, List.of(Seeds.object("article-123456")))),
                        Stream.of(item(Institution.NONE, Seeds.list("article-5616445"))),
                        Seeds.list("account-articles").stream().map(SeededArticles::fromListEntry),
                        new Westmark().items())
                .flatMap(seeded -> seeded)
                .forEach(item -> items.put(item.id(), item));
        items.values().forEach(item -> item.files().forEach(FileContent::fillMd5));
        return items;
    }

    /** Reads the seeded collections or projects. Each record lists the ids of its articles. */
    static Map<Long, Item> groupings(String name) {
        Map<Long, Item> items = new LinkedHashMap<>();
        Seeds.list(name)
                .forEach(record -> items.put(record.getLong("id"), item(Institution.WESTMARK, List.of(record))));
        return items;
    }

    static Item item(Institution institution, List<JsonObject> versions) {
        JsonObject latest = versions.getLast();
        return Item.of(latest.getLong("id"), institution, Item.number(latest, "group_id", 0), versions);
    }

    // The seed has these ten articles only as list entries. The rest of each record is invented.
    private static Item fromListEntry(JsonObject entry) {
        JsonObject record = defaults();
        String date = entry.getString("published_date");
        String title = entry.getString("title");
        record.mergeIn(entry.copy())
                .put("created_date", date)
                .put("modified_date", date)
                .put("status", date == null ? "draft" : "public")
                .put("is_public", date != null)
                .put("url", entry.getString("url_public_api"))
                .put("figshare_url", entry.getString("url_public_html"))
                .put("description", "<p>An example record: " + title + ".</p>")
                .put(
                        "citation",
                        "Larch, Wendeline (2023): " + title + ". Faber. https://doi.org/" + entry.getString("doi"))
                .put("authors", new JsonArray().add(author(9900001, "Wendeline", "Larch", "", true)));
        if (date != null) {
            long file = 9_000_000 + entry.getLong("id");
            addFile(record, file(file, "example.csv", "text/csv", 2048 + file % 1000));
        }
        return item(FABER, List.of(record));
    }

    /** Returns the keys and default values that every record has. */
    public static JsonObject defaults() {
        JsonArray tags = new JsonArray().add("example").add("metadata");
        return new JsonObject()
                .put("files", new JsonArray())
                .put("folder_structure", new JsonObject())
                .put("custom_fields", new JsonArray())
                .put("authors", new JsonArray())
                .put("funding", "")
                .put("funding_list", new JsonArray())
                .put("version", 1)
                .put("size", 0)
                .put("status", "public")
                .put("is_public", true)
                .put("is_confidential", false)
                .put("is_metadata_record", false)
                .put("confidential_reason", "")
                .put("metadata_reason", "")
                .put("license", Seeds.array("licenses").getJsonObject(0))
                .put("tags", tags)
                .put("keywords", tags.copy())
                .put("categories", new JsonArray())
                .put("references", new JsonArray())
                .put("related_materials", new JsonArray())
                .put("has_linked_file", false)
                .put("download_disabled", false)
                .put("is_embargoed", false)
                .putNull("embargo_date")
                .putNull("embargo_type")
                .put("embargo_title", "")
                .put("embargo_reason", "")
                .put("embargo_options", new JsonArray());
    }

    /** Returns an author as a record shows it. */
    public static JsonObject author(long id, String first, String last, String orcid, boolean active) {
        return new JsonObject()
                .put("id", id)
                .put("full_name", first + " " + last)
                .put("first_name", first)
                .put("last_name", last)
                .put("is_active", active)
                .put("url_name", active ? (first + " " + last).replace(' ', '_') : "_")
                .put("orcid_id", orcid);
    }

    /** Returns a file as a public record shows it, without its MD5. */
    public static JsonObject file(long id, String name, String mimetype, long size) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("size", size)
                .put("is_link_only", false)
                .put("download_url", Item.BASE_URL + "/ndownloader/files/" + id)
                .put("supplied_md5", "")
                .put("computed_md5", "")
                .put("mimetype", mimetype);
    }

    /** Adds a file to a record and its size to the record's. */
    static void addFile(JsonObject record, JsonObject file) {
        record.getJsonArray("files").add(file);
        record.put("size", record.getLong("size") + file.getLong("size"));
    }
}
