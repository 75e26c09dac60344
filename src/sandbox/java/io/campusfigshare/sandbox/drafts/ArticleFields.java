package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Authors;
import io.campusfigshare.sandbox.accounts.Vocabularies;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies the fields that a client may set to an article. Unknown keys are ignored, a list replaces the previous list,
 * and missing keys keep their values. That PUT keeps them too is unverified.
 */
final class ArticleFields {

    private static final int MAX_DESCRIPTION = 20_000;
    private static final int MAX_TEXT = 2_000;
    private static final List<String> TEXTS =
            List.of("metadata_reason", "funding", "doi", "handle", "resource_doi", "resource_title");
    private static final Set<String> DATES = Set.of("firstOnline", "publisherPublication", "publisherAcceptance");

    private final Vocabularies vocabularies;
    private final Authors authors;

    ArticleFields(Vocabularies vocabularies, Authors authors) {
        this.vocabularies = vocabularies;
        this.authors = authors;
    }

    /**
     * Sets the fields and returns the warnings. If it throws a rejection, the record may be partly changed; pass a
     * copy.
     */
    JsonArray set(JsonObject record, JsonObject sent) {
        JsonFields values = new JsonFields(sent);
        values.text("title", 3, 1000).ifPresent(title -> record.put("title", title));
        values.text("description", 0, MAX_DESCRIPTION).ifPresent(text -> record.put("description", text));
        TEXTS.forEach(key -> values.text(key, 0, MAX_TEXT).ifPresent(text -> record.put(key, text)));
        values.bool("is_metadata_record").ifPresent(is -> record.put("is_metadata_record", is));
        values.bool("download_disabled").ifPresent(is -> record.put("download_disabled", is));
        values.texts("references", MAX_TEXT).ifPresent(links -> record.put("references", new JsonArray(links)));
        for (String key : List.of("tags", "keywords")) {
            values.texts(key, 200)
                    .ifPresent(tags -> record.put("tags", new JsonArray(tags)).put("keywords", new JsonArray(tags)));
        }
        choices(record, values);
        values.objects("authors").ifPresent(people -> setAuthors(record, people));
        values.objects("funding_list").ifPresent(list -> record.put("funding_list", fundings(list)));
        values.objects("related_materials")
                .ifPresent(list -> record.put("related_materials", RelatedMaterials.of(list)));
        values.object("timeline").ifPresent(dates -> record.put("timeline", timeline(dates)));
        JsonArray warnings = categories(record, values);
        CustomValues.of(values, vocabularies.customFields(Item.number(record, "group_id", 0)))
                .ifPresent(fields -> record.put("custom_fields", fields));
        return warnings;
    }

    void setAuthors(JsonObject record, List<JsonObject> people) {
        record.put("authors", authors.merge(new JsonArray(), people));
    }

    void addAuthors(JsonObject record, List<JsonObject> people) {
        record.put("authors", authors.merge(record.getJsonArray("authors"), people));
    }

    void setCategories(JsonObject record, List<Long> ids) {
        List<JsonObject> chosen =
                new LinkedHashSet<>(ids).stream().map(vocabularies::category).toList();
        record.put("categories", new JsonArray(new ArrayList<>(chosen)));
    }

    void addCategories(JsonObject record, List<Long> ids) {
        Stream<Long> before = Item.objects(record, "categories").map(category -> category.getLong("id"));
        setCategories(record, Stream.concat(before, ids.stream()).toList());
    }

    private void choices(JsonObject record, JsonFields values) {
        values.number("group_id")
                .map(vocabularies::group)
                .ifPresent(group -> record.put("group_id", group.getLong("id")));
        values.number("license").map(vocabularies::license).ifPresent(license -> record.put("license", license.copy()));
        values.text("defined_type", 1, 100)
                .map(vocabularies::type)
                .ifPresent(type -> record.put("defined_type", type.getInteger("id"))
                        .put("defined_type_name", type.getString("name")));
    }

    // An unknown source id causes a warning, as documented for API version 3. That version 2 does the same is
    // unverified.
    private JsonArray categories(JsonObject record, JsonFields values) {
        JsonArray warnings = new JsonArray();
        values.numbers("categories").ifPresent(ids -> setCategories(record, ids));
        values.texts("categories_by_source_id", 100).ifPresent(sources -> {
            List<Long> ids = new ArrayList<>();
            for (String source : sources) {
                vocabularies
                        .categoryBySource(source)
                        .ifPresentOrElse(ids::add, () -> warnings.add("Unknown category source id: " + source));
            }
            setCategories(record, ids);
        });
        return warnings;
    }

    private JsonArray fundings(List<JsonObject> list) {
        JsonArray fundings = new JsonArray();
        for (JsonObject entry : list) {
            JsonFields values = new JsonFields(entry);
            fundings.add(values.number("id")
                    .map(id -> vocabularies.funding(id).copy())
                    .orElseGet(() -> ownFunding(values.text("title", 1, MAX_TEXT)
                            .orElseThrow(() -> Rejection.badRequest("title is missing")))));
        }
        return fundings;
    }

    private static JsonObject ownFunding(String title) {
        return new JsonObject()
                .put("id", 600_000 + Math.floorMod(title.hashCode(), 100_000))
                .put("title", title)
                .put("grant_code", "")
                .put("funder_name", "")
                .put("is_user_defined", 1)
                .put("url", "");
    }

    private static JsonObject timeline(JsonObject dates) {
        JsonObject timeline = new JsonObject();
        JsonFields values = new JsonFields(dates);
        for (String key : DATES) {
            values.text(key, 0, 40).filter(date -> !date.isEmpty()).ifPresent(date -> {
                if (Timestamps.parse(date).isEmpty()) {
                    throw Rejection.invalid(key + " is not a date");
                }
                timeline.put(key, date);
            });
        }
        return timeline;
    }
}
