package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.articles.ArticleRoutes;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and validates embargoes. */
final class Embargoes {

    private static final List<String> KEYS = List.of(
            "is_embargoed", "embargo_date", "embargo_type", "embargo_title", "embargo_reason", "embargo_options");
    private static final List<JsonObject> OPTIONS = List.of(
            option(364, "ip_range", "Westmark campus network"),
            option(365, "logged_in", ""),
            option(366, "administrator", ""));

    private Embargoes() {}

    static List<JsonObject> options() {
        return OPTIONS;
    }

    static JsonObject of(JsonObject record) {
        return ArticleRoutes.pick(record, KEYS);
    }

    static JsonObject none() {
        return of(SeededArticles.defaults());
    }

    /** Parses an embargo into the fields of a record. */
    static JsonObject parse(JsonObject sent, Instant now) {
        for (String key : List.of("is_embargoed", "embargo_date", "embargo_type")) {
            if (!sent.containsKey(key)) {
                throw Rejection.badRequest("Missing mandatory field - " + key);
            }
        }
        JsonFields values = new JsonFields(sent);
        if (!values.bool("is_embargoed").orElse(false)) {
            return none();
        }
        String type = values.text("embargo_type", 0, 20).orElse("");
        if (!Set.of("article", "file").contains(type)) {
            throw Rejection.invalid("embargo_type must be article or file");
        }
        List<JsonObject> chosen = values.objects("embargo_options").orElse(List.of()).stream()
                .map(Embargoes::chosenOption)
                .toList();
        if (chosen.size() > 1 && chosen.stream().anyMatch(option -> "administrator".equals(option.getString("type")))) {
            throw Rejection.invalid("The embargo option administrator cannot be combined with others");
        }
        return new JsonObject()
                .put("is_embargoed", true)
                .put("embargo_date", date(values.text("embargo_date", 1, 40).orElse(""), now))
                .put("embargo_type", type)
                .put("embargo_title", values.text("embargo_title", 0, 1000).orElse(""))
                .put("embargo_reason", values.text("embargo_reason", 0, 10_000).orElse(""))
                .put("embargo_options", new JsonArray(chosen));
    }

    // "0" requests a permanent embargo. That its date is then null is unverified.
    private static @Nullable String date(String requested, Instant now) {
        if (requested.equals("0")) {
            return null;
        }
        Instant end = Timestamps.parse(requested).orElseThrow(() -> Rejection.invalid("embargo_date is not a date"));
        if (!end.isAfter(now)) {
            throw Rejection.invalid("embargo_date must be in the future");
        }
        return AccountArticle.date(end).replace("Z", "");
    }

    private static JsonObject chosenOption(JsonObject requested) {
        long id = new JsonFields(requested).number("id").orElse(0L);
        JsonObject option = OPTIONS.stream()
                .filter(candidate -> candidate.getLong("id") == id)
                .findFirst()
                .orElseThrow(() -> Rejection.invalid("Not an embargo option of the group: " + id))
                .copy();
        new JsonFields(requested)
                .numbers("group_ids")
                .filter(groups -> option.getString("type").equals("logged_in"))
                .ifPresent(groups -> option.put("group_ids", new JsonArray(groups)));
        return option;
    }

    private static JsonObject option(int id, String type, String name) {
        return new JsonObject().put("id", id).put("type", type).put("ip_name", name);
    }
}
