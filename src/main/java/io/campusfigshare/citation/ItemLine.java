package io.campusfigshare.citation;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An item as a row of CSV. */
@RegisterForReflection
@JsonPropertyOrder({
    "id",
    "url",
    "doi",
    "title",
    "type",
    "authors",
    "published",
    "modified",
    "version",
    "license",
    "access",
    "department",
    "keywords",
    "size"
})
record ItemLine(
        long id,
        String url,
        @Nullable String doi,
        @Nullable String title,
        @Nullable String type,
        String authors,
        @Nullable Instant published,
        @Nullable Instant modified,
        @Nullable Integer version,
        @Nullable String license,
        @Nullable String access,
        @Nullable String department,
        String keywords,
        @Nullable Long size) {

    private static final String SEPARATOR = "; ";

    static ItemLine of(Item item) {
        Item.License license = item.license();
        AccessLevel access = item.access();
        Item.Department department = item.department();
        return new ItemLine(
                item.id(),
                item.url(),
                item.doi(),
                item.title(),
                item.type(),
                authors(item),
                item.published(),
                item.modified(),
                item.version(),
                license == null ? null : license.spdx() != null ? license.spdx() : license.name(),
                access == null ? null : access.text(),
                department == null ? null : department.name(),
                item.keywords() == null ? "" : String.join(SEPARATOR, item.keywords()),
                item.size());
    }

    private static String authors(Item item) {
        List<Item.Author> authors = item.authors();
        return authors == null
                ? ""
                : authors.stream()
                        .map(Item.Author::name)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(SEPARATOR));
    }
}
