package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.ItemFile;
import org.jspecify.annotations.Nullable;

/** A file of an {@link Article}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ArticleFile(
        @Nullable Long id,
        @Nullable String name,
        @Nullable Long size,
        @Nullable Boolean isLinkOnly,
        @Nullable String downloadUrl,
        @Nullable String suppliedMd5,
        @Nullable String computedMd5,
        @Nullable String mimetype) {

    @Nullable ItemFile toFile(String url) {
        return id == null
                ? null
                : new ItemFile(
                        id, name, size, computedMd5 != null ? computedMd5 : suppliedMd5, mimetype, linkOnly(), url);
    }

    boolean linkOnly() {
        return Boolean.TRUE.equals(isLinkOnly);
    }
}
