package io.campusfigshare.sandbox.uploads;

import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All uploads by their tokens, which are the only authentication of the upload host. */
public final class Uploads {

    private static final int MAX_UPLOADS = 20_000;
    // Not the 10 MB that clients tend to assume.
    private static final long DEFAULT_PART_SIZE = 5_242_880;

    private final Map<String, Upload> uploads = new HashMap<>();
    private long partSize = DEFAULT_PART_SIZE;
    private boolean discarded;

    /** Removes all uploads and restores the default settings. */
    public void reset() {
        uploads.values().forEach(Upload::close);
        uploads.clear();
        partSize = DEFAULT_PART_SIZE;
        discarded = false;
    }

    /** Sets the part size in bytes and whether uploads are discarded; missing fields keep their values. */
    public void configure(JsonObject settings) {
        JsonFields values = new JsonFields(settings);
        long size = values.number("partSize").orElse(partSize);
        if (size < 1 || size > 1_000_000_000) {
            throw Rejection.badRequest("partSize must lie between 1 and 1000000000 bytes");
        }
        discarded = values.bool("discard").orElse(discarded);
        partSize = size;
    }

    /** Returns the settings. */
    public JsonObject json() {
        return new JsonObject().put("partSize", partSize).put("discard", discarded);
    }

    /** Creates an upload; throws a rejection with status 413 if there are too many. */
    public Upload create(String name, long size, String md5) {
        if (uploads.size() >= MAX_UPLOADS) {
            throw new Rejection(
                    413, "RequestEntityTooLarge", "The sandbox holds " + MAX_UPLOADS + " uploads: reset it");
        }
        Upload upload = new Upload(name, size, md5, partSize, discarded);
        uploads.put(upload.token(), upload);
        return upload;
    }

    Optional<Upload> find(String token) {
        return Optional.ofNullable(uploads.get(token));
    }

    /** Removes an upload and its bytes. */
    public void remove(Upload upload) {
        uploads.remove(upload.token());
        upload.close();
    }
}
