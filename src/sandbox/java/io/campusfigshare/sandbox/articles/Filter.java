package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Facets;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Params;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The filters of a list, including its search. */
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
        Facets facets = item.facets();
        return facets.isPublic()
                && same(institution, item.institution().id())
                && same(group, facets.group())
                && same(itemType, facets.type())
                && after(publishedSince, facets.published())
                && after(modifiedSince, facets.modified())
                && doi.map(requested -> sameDoi(requested, facets)).orElse(true)
                && handle.map(facets.handle()::equals).orElse(true)
                && resourceDoi.map(facets.resourceDoi()::equals).orElse(true)
                && search.map(requested -> requested.matches(new SearchedItem(item)))
                        .orElse(true);
    }

    // Whether Figshare accepts the DOI without a version here is undocumented; the sandbox accepts both.
    static boolean sameDoi(String requested, Facets facets) {
        String doi = facets.doi().toLowerCase(Locale.ROOT);
        String requestedDoi = requested.toLowerCase(Locale.ROOT);
        return doi.startsWith(requestedDoi)
                && (doi.length() == requestedDoi.length()
                        || doi.replaceFirst("\\.v\\d+$", "").equals(requestedDoi));
    }

    private static boolean same(OptionalLong requested, long value) {
        return requested.isEmpty() || requested.getAsLong() == value;
    }

    private static boolean after(Optional<Instant> since, long date) {
        return since.isEmpty() || Instant.ofEpochMilli(date).isAfter(since.get());
    }
}
