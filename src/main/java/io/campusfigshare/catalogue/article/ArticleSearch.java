package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.SearchTerms;
import io.campusfigshare.figshare.ItemType;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of Figshare's search request; null values are not sent. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ArticleSearch(
        @Nullable String searchFor,
        @Nullable Long institution,
        @Nullable Integer itemType,
        @Nullable String publishedSince,
        @Nullable String modifiedSince,
        String order,
        String orderDirection,
        int page,
        int pageSize) {

    /** @param institution Figshare's number of the institution whose articles are searched; null for all */
    static ArticleSearch of(ItemQuery query, @Nullable Long institution) {
        String q = (String) query.filters().get("q");
        String type = (String) query.filters().get("type");
        Instant publishedFrom = (Instant) query.filters().get("published-from");
        Instant modifiedSince = (Instant) query.filters().get("modified-since");
        return new ArticleSearch(
                q == null ? null : SearchTerms.allOf(q),
                institution,
                type == null ? null : ItemType.named(type).orElseThrow().number(),
                // Figshare's "since" excludes the given time; "from" includes it.
                publishedFrom == null ? null : publishedFrom.minusSeconds(1).toString(),
                modifiedSince == null ? null : modifiedSince.toString(),
                Objects.requireNonNull(ItemQuery.FIGSHARE_ORDERS.get(query.order())),
                query.descending() ? "desc" : "asc",
                query.page(),
                query.size());
    }
}
