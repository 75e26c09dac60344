package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
import org.jspecify.annotations.Nullable;

/** An author of an {@link Article}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ArticleAuthor(
        @Nullable Long id,
        // The name of the field if the institution has metadata by item type.
        @JsonAlias("name") @Nullable String fullName,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String orcidId) {

    Item.@Nullable Author toAuthor() {
        String name = fullName != null ? fullName : joined();
        return name == null
                ? null
                : new Item.Author(
                        id, Html.line(name), Html.line(firstName), Html.line(lastName), SafeLinks.orcid(orcidId));
    }

    private @Nullable String joined() {
        String joined = (firstName == null ? "" : firstName + " ") + (lastName == null ? "" : lastName);
        return joined.isBlank() ? null : joined.strip();
    }
}
