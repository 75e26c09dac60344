package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rewrites titles and keywords before they are stored, as faults demand. How Figshare rewrites them is undocumented.
 */
final class MetadataRewriting {

    private MetadataRewriting() {}

    static JsonObject apply(RoutingContext ctx, JsonObject sent) {
        JsonObject stored = sent.copy();
        if (Reply.hasFault(ctx, FaultKind.REWRITTEN_TITLE) && sent.getValue("title") instanceof String title) {
            stored.put("title", title(title));
        }
        for (String key : List.of("keywords", "tags")) {
            if (sent.getValue(key) instanceof JsonArray words) {
                keywords(ctx, stored, key, words);
            }
        }
        return stored;
    }

    /** Returns the title in NFC, with & escaped as HTML and the whole title emphasized. */
    private static String title(String title) {
        String plain = Normalizer.normalize(title.replaceAll("</?em>", ""), Normalizer.Form.NFC);
        return "<em>" + plain.replace("&", "&amp;") + "</em>";
    }

    private static void keywords(RoutingContext ctx, JsonObject stored, String key, JsonArray words) {
        if (Reply.hasFault(ctx, FaultKind.KEYWORDS_REFUSED) && words.toString().contains(":")) {
            throw Rejection.badRequest("A keyword has an invalid character");
        }
        if (Reply.hasFault(ctx, FaultKind.KEYWORDS_DROPPED)
                || (Reply.hasFault(ctx, FaultKind.KEYWORDS_STUCK) && words.isEmpty())) {
            stored.remove(key);
        } else if (Reply.hasFault(ctx, FaultKind.KEYWORDS_CHANGED)) {
            List<String> changed = words.stream()
                    .map(word -> " " + word.toString().toUpperCase(Locale.ROOT) + " ")
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.reverse(changed);
            stored.put(key, new JsonArray(changed));
        }
    }
}
