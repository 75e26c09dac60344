package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file as the storage serves it: whole or one range. */
record StoredFile(JsonObject file) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    void answer(RoutingContext ctx) {
        byte[] bytes = FileContent.of(file);
        String tag = "\"" + FileContent.md5(bytes) + "\"";
        HttpServerResponse response = ctx.response()
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", tag)
                .putHeader("Content-Disposition", "attachment; filename=\"" + name() + "\"");
        Matcher range = RANGE.matcher(requestedRange(ctx, tag));
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            Reply.bytes(ctx, 200, type(), Buffer.buffer(bytes));
            return;
        }
        boolean suffix = range.group(1).isEmpty();
        long first = suffix
                ? Math.max(0, bytes.length - requireRecord(range.group(2), 0))
                : requireRecord(range.group(1), 0);
        long last =
                suffix ? bytes.length - 1L : Math.min(requireRecord(range.group(2), bytes.length), bytes.length - 1L);
        if (first > last) {
            response.putHeader("Content-Range", "bytes */" + bytes.length);
            replyError(ctx, 416, "InvalidRange", "The requested range is not satisfiable");
            return;
        }
        response.putHeader("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
        Reply.bytes(ctx, 206, type(), Buffer.buffer(bytes).slice((int) first, (int) last + 1));
    }

    static void replyError(RoutingContext ctx, int status, String code, String message) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        Reply.bytes(ctx, status, "application/xml", Buffer.buffer(xml));
    }

    // The range is ignored if If-Range has another ETag (RFC 9110 section 13.1.5).
    private static String requestedRange(RoutingContext ctx, String tag) {
        String range = ctx.request().getHeader("Range");
        @Nullable String condition = ctx.request().getHeader("If-Range");
        return range == null || (condition != null && !condition.equals(tag)) ? "" : range;
    }

    private static long requireRecord(String digits, long defaultValue) {
        return digits.isEmpty() ? defaultValue : Long.parseLong(digits);
    }

    private String type() {
        return file.getValue("mimetype") instanceof String type && !type.isEmpty() ? type : "application/octet-stream";
    }

    private String name() {
        return String.valueOf(file.getValue("name")).replaceAll("[^ -~]|[\"\\\\]", "_");
    }
}
