package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.uploads.Upload;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of an account's article with the state of its upload. */
final class DraftFile {

    private static final String CREATED = "created";
    private static final String CHECK_FAILED = "ic_failure";
    private static final String AVAILABLE = "available";
    private static final List<String> STAGES = List.of("ic_checking", "ic_success", "moving_to_final", AVAILABLE);
    private static final String COMPUTED = "computed_md5";

    private final JsonObject json;
    private final Optional<Upload> upload;
    private final Optional<String> folder;
    private String status;
    private boolean checked;
    private boolean attached;

    private DraftFile(JsonObject json, String status, Optional<Upload> upload, Optional<String> folder) {
        this.json = json;
        this.status = status;
        this.upload = upload;
        this.folder = folder;
    }

    /** Returns a file of a public record. */
    static DraftFile published(JsonObject file) {
        DraftFile published = new DraftFile(file.copy(), AVAILABLE, Optional.empty(), Optional.empty());
        published.attach();
        return published;
    }

    static DraftFile linked(long id, String link) {
        JsonObject file =
                SeededArticles.file(id, link, "", 0).put("is_link_only", true).put("download_url", link);
        return new DraftFile(file, AVAILABLE, Optional.empty(), Optional.empty());
    }

    static DraftFile forUpload(JsonObject file, Upload upload, Optional<String> folder) {
        return new DraftFile(file, CREATED, Optional.of(upload), folder);
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

    Optional<Upload> upload() {
        return upload;
    }

    Optional<String> folder() {
        return folder;
    }

    String status() {
        return status;
    }

    boolean isCreated() {
        return status.equals(CREATED);
    }

    void attach() {
        attached = true;
    }

    boolean attached() {
        return attached;
    }

    boolean publishable() {
        return !Set.of(CREATED, CHECK_FAILED).contains(status);
    }

    void discard() {
        status = "deleted";
    }

    void startCheck() {
        status = STAGES.getFirst();
    }

    /** Records the computed MD5, empty if it is unknown. The check fails if it differs from the supplied one. */
    void finishCheck(String md5, boolean failed) {
        String supplied = json.getString("supplied_md5");
        boolean differs = !md5.isEmpty() && !supplied.isEmpty() && !md5.equalsIgnoreCase(supplied);
        if (STAGES.contains(status)) {
            json.put(COMPUTED, md5);
            checked = true;
            status = failed || differs ? CHECK_FAILED : status;
        }
    }

    /** Moves to the next stage once the MD5 is computed. Returns whether the file was before its last stage. */
    boolean advance() {
        int stage = STAGES.indexOf(status);
        boolean more = stage >= 0 && stage < STAGES.size() - 1;
        if (more && checked) {
            status = STAGES.get(stage + 1);
        }
        return more;
    }

    JsonObject publicJson() {
        return json.copy();
    }

    /** Returns the schema PrivateFile. If delayed, an available file remains in the stage before, without an MD5. */
    JsonObject privateJson(boolean delayed) {
        boolean stuck = delayed && status.equals(AVAILABLE) && upload.isPresent();
        boolean hasMd5 = status.equals(AVAILABLE) || status.equals(CHECK_FAILED);
        String token = upload.filter(pending -> !status.equals(AVAILABLE))
                .map(Upload::token)
                .orElse("");
        JsonObject form = publicJson()
                .put("status", stuck ? STAGES.get(STAGES.size() - 2) : status)
                .put("upload_token", token)
                .put("upload_url", token.isEmpty() ? "" : Item.BASE_URL + "/upload/" + token)
                .put("viewer_type", "")
                .put("preview_state", "preview not available")
                .put("is_attached_to_public_version", attached);
        return stuck || (upload.isPresent() && !hasMd5) ? form.put(COMPUTED, "") : form;
    }
}
