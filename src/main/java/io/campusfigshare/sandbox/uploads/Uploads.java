package io.campusfigshare.sandbox.uploads;

import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The uploads by their tokens, which are all that is asked for at the upload host. */
public final class Uploads {

    private static final int MAX_UPLOADS = 20_000;
    // Not the ten megabytes that clients like to assume.
    private static final long DEFAULT_PART_SIZE = 5_242_880;

    private final Map<String, Upload> uploads = new HashMap<>();
    private long partSize = DEFAULT_PART_SIZE;
    private boolean discard;

    public void reset() {
        uploads.values().forEach(Upload::close);
        uploads.clear();
        partSize = DEFAULT_PART_SIZE;
        discard = false;
    }

    public void configure(JsonObject settings) {
        JsonFields values = new JsonFields(settings);
        long size = values.number("partSize").orElse(partSize);
        if (size < 1 || size > 1_000_000_000) {
            throw Rejection.badRequest("partSize must lie between 1 and 1000000000 bytes");
        }
        discard = values.bool("discard").orElse(discard);
        partSize = size;
    }

    public JsonObject json() {
        return new JsonObject().put("partSize", partSize).put("discard", discard);
    }

    public Upload create(String name, long size, String md5) {
        if (uploads.size() >= MAX_UPLOADS) {
            throw new Rejection(
                    413, "RequestEntityTooLarge", "The sandbox holds " + MAX_UPLOADS + " uploads: reset it");
        }
        Upload upload = new Upload(name, size, md5, partSize, discard);
        uploads.put(upload.token(), upload);
        return upload;
    }

    Optional<Upload> find(String token) {
        return Optional.ofNullable(uploads.get(token));
    }

    public void remove(Upload upload) {
        uploads.remove(upload.token());
        upload.close();
    }
}
