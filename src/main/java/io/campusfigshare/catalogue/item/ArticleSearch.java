package io.campusfigshare.catalogue.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
        int pageSize) {}
