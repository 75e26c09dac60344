package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The filters that are parameters rather than search syntax. */
final class Filter {

    private final OptionalLong institution;
    private final OptionalLong group;
    private final OptionalLong itemType;
    private final Optional<Instant> publishedSince;
    private final Optional<Instant> modifiedSince;
    private final Optional<String> doi;
    private final Optional<String> handle;
    private final Optional<String> resourceDoi;
    private final Optional<Search> search;

    Filter(Params params) {
        institution = params.number("institution");
        group = params.number("group");
        itemType = params.number("item_type");
        publishedSince = params.date("published_since");
        modifiedSince = params.date("modified_since");
        doi = params.text("doi");
        handle = params.text("handle");
        resourceDoi = params.text("resource_doi");
        search = params.text("search_for").map(SearchParser::parse);
    }

    boolean accepts(Item item) {
        JsonObject record = item.latest();
        return item.isPublic()
                && same(institution, item.institution().id())
                && same(group, Item.number(record, "group_id", item.group()))
                && same(itemType, Item.number(record, "defined_type", 0))
                && after(publishedSince, record, "published_date")
                && after(modifiedSince, record, "modified_date")
                && doi.map(wanted -> sameDoi(wanted, record)).orElse(true)
                && same(handle, record, "handle")
                && same(resourceDoi, record, "resource_doi")
                && search.map(wanted -> wanted.matches(new SearchedItem(item))).orElse(true);
    }

    // Whether Figshare knows an item by its base DOI here is not documented; the sandbox accepts both.
    static boolean sameDoi(String wanted, JsonObject record) {
        String doi = String.valueOf(record.getValue("doi")).toLowerCase(Locale.ROOT);
        String sought = wanted.toLowerCase(Locale.ROOT);
        return doi.equals(sought) || doi.replaceFirst("\\.v\\d+$", "").equals(sought);
    }

    private static boolean same(OptionalLong wanted, long value) {
        return wanted.isEmpty() || wanted.getAsLong() == value;
    }

    private static boolean same(Optional<String> wanted, JsonObject record, String key) {
        return wanted.isEmpty() || wanted.get().equals(record.getValue(key));
    }

    private static boolean after(Optional<Instant> since, JsonObject record, String key) {
        return since.isEmpty() || When.of(record, key).isAfter(since.get());
    }
}
