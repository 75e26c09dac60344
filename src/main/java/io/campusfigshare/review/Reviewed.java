package io.campusfigshare.review;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What the record of a review tells besides its entry in the list. */
@RegisterForReflection
record Reviewed(@Nullable Draft item) {

    /** The draft. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @RegisterForReflection
    record Draft(@Nullable String title, @Nullable String urlPrivateHtml) {

        @Nullable String line() {
            return Html.line(title);
        }

        /** Returns the page where people edit and decide. */
        @Nullable String page() {
            return SafeLinks.web(urlPrivateHtml);
        }
    }
}
