package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** A file of an account's article, at whatever stage of its upload. */
final class DraftFile {

    private final JsonObject json;
    private final Optional<String> folder;
    private String status;
    private boolean attached;

    DraftFile(JsonObject json, String status, Optional<String> folder) {
        this.json = json;
        this.status = status;
        this.folder = folder;
    }

    /** One of a public record. */
    static DraftFile published(JsonObject file) {
        DraftFile published = new DraftFile(file.copy(), "available", Optional.empty());
        published.attach();
        return published;
    }

    long id() {
        return Item.number(json, "id", 0);
    }

    long size() {
        return Item.number(json, "size", 0);
    }

    boolean isLink() {
        return Boolean.TRUE.equals(json.getValue("is_link_only"));
    }

    Optional<String> folder() {
        return folder;
    }

    String status() {
        return status;
    }

    void attach() {
        attached = true;
    }

    boolean attached() {
        return attached;
    }

    boolean publishable() {
        return !Set.of("created", "ic_failure").contains(status);
    }

    void discard() {
        status = "deleted";
    }

    JsonObject publicForm() {
        return json.copy();
    }
}
