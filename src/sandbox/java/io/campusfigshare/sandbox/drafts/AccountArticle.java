package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.Item.Institution;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An article as its owner sees it: the editable record, its files and private links, and the published versions. */
final class AccountArticle {

    private final long id;
    private final long owner;
    private final Institution institution;
    private final Map<Long, DraftFile> files = new LinkedHashMap<>();
    private final Map<String, JsonObject> privateLinks = new LinkedHashMap<>();
    private final List<JsonObject> versions = new ArrayList<>();
    private JsonObject record;
    private boolean published;
    private boolean changed;
    private boolean shownPublicly = true;
    private boolean touched;
    private String curation = "";

    /** Creates a draft that was never published. */
    AccountArticle(long id, long owner, JsonObject record) {
        this.id = id;
        this.owner = owner;
        this.institution = Institution.WESTMARK;
        this.record = record;
    }

    /** Creates the account's view of an article in the public list. */
    AccountArticle(Item item, long owner) {
        this.id = item.id();
        this.owner = owner;
        this.institution = item.institution();
        this.record = item.latest();
        copyFrom(item);
    }

    long id() {
        return id;
    }

    long owner() {
        return owner;
    }

    Institution institution() {
        return institution;
    }

    JsonObject record() {
        return record;
    }

    Map<Long, DraftFile> files() {
        return files;
    }

    Map<String, JsonObject> privateLinks() {
        return privateLinks;
    }

    List<JsonObject> versions() {
        return versions;
    }

    boolean published() {
        return published;
    }

    /** Returns whether its owner has never changed it. */
    boolean isUntouched() {
        return !touched;
    }

    boolean changed() {
        return changed;
    }

    boolean isInReview() {
        return curation.equals("pending");
    }

    void curation(String status) {
        curation = status;
    }

    /** Returns whether an embargo of type "article" keeps it from becoming public when it is published. */
    boolean isEmbargoed() {
        return "article".equals(record.getValue("embargo_type"))
                && Boolean.TRUE.equals(record.getValue("is_embargoed"));
    }

    boolean isPublic() {
        return published && !isEmbargoed();
    }

    /** Adds a published version, which the public list may show later. */
    void publish(JsonObject version) {
        versions.add(version);
        record = version.copy();
        published = true;
        changed = false;
        shownPublicly = false;
        files.values().forEach(DraftFile::attach);
    }

    /** Prepares the latest version for the public list: applies the current embargo and the visible files. */
    void show(Instant modified) {
        String date = date(modified);
        boolean filesHidden = Boolean.TRUE.equals(record.getValue("is_embargoed"));
        List<DraftFile> visibleFiles = filesHidden
                ? List.of()
                : files.values().stream().filter(DraftFile::attached).toList();
        versions.add(versions.removeLast()
                .copy()
                .mergeIn(Embargoes.of(record))
                .put(
                        "files",
                        new JsonArray(
                                visibleFiles.stream().map(DraftFile::publicJson).toList()))
                .put("size", visibleFiles.stream().mapToLong(DraftFile::size).sum())
                .put("modified_date", date));
        record.put("modified_date", date);
        shownPublicly = true;
    }

    void unpublish() {
        touched = true;
        published = false;
        changed = true;
    }

    /** Changes fields that do not belong to a version, such as the embargo and the reserved DOI. */
    void putUnversioned(JsonObject fields) {
        touched = true;
        record = record.copy().mergeIn(fields);
    }

    void edit(JsonObject edited, Instant now) {
        record = edited;
        changed = true;
        touch(now);
    }

    void touch(Instant now) {
        touched = true;
        record = record.copy().put("modified_date", date(now));
    }

    static String date(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Copies changes that a test has made to the public record, unless the owner has unpublished changes. */
    void refreshFrom(Item item) {
        if (shownPublicly && !changed && !versions.equals(item.versions())) {
            copyFrom(item);
        }
    }

    private void copyFrom(Item item) {
        published = item.latest().getValue("published_date") != null;
        record = item.latest().copy();
        versions.clear();
        versions.addAll(published ? item.versions() : List.of());
        files.clear();
        Item.objects(record, "files").map(DraftFile::published).forEach(file -> files.put(file.id(), file));
    }

    /** Returns the schema ArticleCompletePrivate. Its version is the number that the next publication will have. */
    JsonObject complete() {
        JsonObject complete = record.copy();
        JsonArray visibleFiles = new JsonArray();
        JsonObject folders = new JsonObject();
        for (DraftFile file : files.values()) {
            visibleFiles.add(file.publicJson());
            file.folder().ifPresent(folder -> folders.put(String.valueOf(file.id()), folder));
        }
        complete.put("files", visibleFiles)
                .put("size", files.values().stream().mapToLong(DraftFile::size).sum())
                .put("has_linked_file", files.values().stream().anyMatch(DraftFile::isLink));
        if (!folders.isEmpty()) {
            complete.put("folder_structure", folders);
        }
        if (!isPublic()) {
            complete.putNull("published_date");
        }
        return complete.put("url", Item.BASE_URL + "/v2/account/articles/" + id)
                .put("version", published && !changed ? versions.size() : versions.size() + 1)
                .put("status", isPublic() && !changed ? "public" : "draft")
                .put("is_public", isPublic())
                .put("account_id", owner)
                .put("curation_status", curation);
    }
}
