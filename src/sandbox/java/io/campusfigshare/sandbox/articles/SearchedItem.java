package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An item with the predicates of the search.
 *
 * @param record the latest version, read once for all predicates
 */
record SearchedItem(Item item, JsonObject record) {

    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
    private static final Pattern WORD_SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");

    SearchedItem(Item item) {
        this(item, withFields(item.latest()));
    }

    // Item-type-based metadata is nested in fields.
    private static JsonObject withFields(JsonObject record) {
        return record.getValue("fields") instanceof JsonObject fields
                ? record.copy().mergeIn(fields)
                : record;
    }

    /** Returns the words of a text in lower case, without markup and plural s. */
    static List<String> words(String text) {
        String plain = MARKUP.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT);
        return WORD_SEPARATOR
                .splitAsStream(plain)
                .filter(word -> !word.isEmpty())
                .map(SearchedItem::stem)
                .toList();
    }

    boolean contains(List<String> searched) {
        Stream<String> texts = Stream.of(
                        Stream.of(text(record, "title"), text(record, "description"), text(record, "doi")),
                        tags(),
                        values("categories", "title"),
                        values("authors", "full_name"))
                .flatMap(stream -> stream);
        return texts.anyMatch(text -> contains(text, searched));
    }

    boolean contains(String key, String value) {
        return contains(text(record, key), words(value));
    }

    boolean hasTag(String value) {
        return tags().anyMatch(value::equalsIgnoreCase);
    }

    boolean hasCategory(String value) {
        return values("categories", "title").anyMatch(title -> contains(title, words(value)));
    }

    // The words of a name match in any order, and some may be missing.
    boolean hasAuthor(String value) {
        List<String> searched = words(value);
        return !searched.isEmpty()
                && values("authors", "full_name").anyMatch(name -> new HashSet<>(words(name)).containsAll(searched));
    }

    boolean hasOrcid(String value) {
        String searched = value.replaceFirst("^https?://orcid\\.org/", "");
        return values("authors", "orcid_id").anyMatch(searched::equalsIgnoreCase);
    }

    boolean hasType(String value) {
        return value.equals(String.valueOf(Item.number(record, "defined_type", 0)))
                || value.replace('_', ' ').equalsIgnoreCase(text(record, "defined_type_name"));
    }

    boolean hasDoi(String value) {
        return Filter.sameDoi(value, item.facets());
    }

    boolean hasInstitution(String value) {
        return value.equalsIgnoreCase(item.institution().name())
                || value.equals(String.valueOf(item.institution().id()));
    }

    boolean hasGroup(String value) {
        return value.equals(String.valueOf(item.facets().group()));
    }

    boolean hasFileExtension(String extension) {
        String end = "." + extension.toLowerCase(Locale.ROOT);
        return values("files", "name")
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith(end));
    }

    boolean hasLicense(String value) {
        return record.getValue("license") instanceof JsonObject license
                && contains(text(license, "name"), words(value));
    }

    boolean hasReference(String value) {
        return strings("references").anyMatch(reference -> contains(reference, words(value)));
    }

    Instant published() {
        return Instant.ofEpochMilli(item.facets().published());
    }

    static Instant parseDate(String value) {
        return Timestamps.parse(value).orElseThrow(() -> Rejection.invalid(value + " is not a date"));
    }

    // Tags are in two keys, and some items have only one of them.
    private Stream<String> tags() {
        return Stream.concat(strings("tags"), strings("keywords"));
    }

    private Stream<String> strings(String key) {
        return record.getValue(key) instanceof JsonArray array ? array.stream().map(String::valueOf) : Stream.empty();
    }

    private Stream<String> values(String list, String key) {
        return Item.objects(record, list).map(entry -> text(entry, key));
    }

    private static String text(JsonObject record, String key) {
        return record.getValue(key) instanceof String text ? text : "";
    }

    // Most texts lack the first word; checking that first avoids splitting them into words.
    private static boolean contains(String text, List<String> searched) {
        return !searched.isEmpty()
                && text.toLowerCase(Locale.ROOT).contains(searched.getFirst())
                && Collections.indexOfSubList(words(text), searched) >= 0;
    }

    private static String stem(String word) {
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
