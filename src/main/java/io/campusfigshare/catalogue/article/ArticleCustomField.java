package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A custom field of an {@link Article}. */
record ArticleCustomField(@Nullable String name, @Nullable JsonNode value) {

    /** Returns a string, a list of strings, or null. The type depends on how the institution defined the field. */
    @Nullable Object text() {
        if (value == null || value.isNull() || value.isObject()) {
            return null;
        }
        if (value.isArray()) {
            return value.valueStream()
                    .filter(JsonNode::isValueNode)
                    .map(JsonNode::asText)
                    .toList();
        }
        return value.asText().isBlank() ? null : value.asText();
    }
}
