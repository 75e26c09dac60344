package io.campusfigshare.sandbox.articles;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The fields that a search expression can name between colons. */
enum SearchField {
    TITLE((item, value) -> item.contains("title", value)),
    DESCRIPTION((item, value) -> item.contains("description", value)),
    TAG(SearchedItem::hasTag),
    KEYWORD(SearchedItem::hasTag),
    CATEGORY(SearchedItem::hasCategory),
    AUTHOR(SearchedItem::hasAuthor),
    ITEM_TYPE(SearchedItem::hasType),
    ORCID(SearchedItem::hasOrcid),
    DOI(SearchedItem::hasDoi),
    INSTITUTION(SearchedItem::hasInstitution),
    GROUP(SearchedItem::hasGroup),
    EXTENSION(SearchedItem::hasFileExtension),
    LICENCE(SearchedItem::hasLicense),
    RESOURCE_DOI((item, value) -> item.contains("resource_doi", value)),
    RESOURCE_TITLE((item, value) -> item.contains("resource_title", value)),
    REFERENCES(SearchedItem::hasReference),
    PUBLISHED_BEFORE((item, value) -> item.published().isBefore(SearchedItem.parseDate(value))),
    PUBLISHED_AFTER((item, value) -> item.published().isAfter(SearchedItem.parseDate(value)));

    private final BiPredicate<SearchedItem, String> predicate;

    SearchField(BiPredicate<SearchedItem, String> predicate) {
        this.predicate = predicate;
    }

    boolean matches(SearchedItem item, String value) {
        return predicate.test(item, value);
    }

    static Optional<SearchField> named(String name) {
        return Arrays.stream(values())
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
