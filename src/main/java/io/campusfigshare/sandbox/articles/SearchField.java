package io.campusfigshare.sandbox.articles;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The fields that a search can name between colons. */
enum SearchField {
    TITLE((item, value) -> item.says("title", value)),
    DESCRIPTION((item, value) -> item.says("description", value)),
    TAG(SearchedItem::hasTag),
    KEYWORD(SearchedItem::hasTag),
    CATEGORY(SearchedItem::inCategory),
    AUTHOR(SearchedItem::by),
    ITEM_TYPE(SearchedItem::ofType),
    ORCID(SearchedItem::byOrcid),
    DOI(SearchedItem::hasDoi),
    INSTITUTION(SearchedItem::ofInstitution),
    GROUP(SearchedItem::inGroup),
    EXTENSION(SearchedItem::hasFileNamed),
    LICENCE(SearchedItem::licensed),
    RESOURCE_DOI((item, value) -> item.says("resource_doi", value)),
    RESOURCE_TITLE((item, value) -> item.says("resource_title", value)),
    REFERENCES(SearchedItem::refersTo),
    PUBLISHED_BEFORE((item, value) -> item.published().isBefore(SearchedItem.day(value))),
    PUBLISHED_AFTER((item, value) -> item.published().isAfter(SearchedItem.day(value)));

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
