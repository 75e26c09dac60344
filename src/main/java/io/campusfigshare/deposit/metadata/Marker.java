package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A keyword that names the deposit which a new draft belongs to, until the first edit takes it off. Figshare may change its
 * case, its blanks and its place in the list. The check at its end tells it from a person's own words.
 */
public final class Marker {

    private static final String PREFIX = "campus-figshare:";
    private static final Pattern MARKER =
            Pattern.compile(PREFIX + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{8})");

    /** As many keywords as Figshare is ever sent. */
    private static final int MOST_KEYWORDS = 100;

    private Marker() {}

    public static String of(UUID deposit) {
        return PREFIX + deposit + ":" + check(deposit.toString());
    }

    /** What Figshare is asked to create, with the marker among its keywords. */
    public static ObjectNode on(ObjectNode asked, UUID deposit) {
        ObjectNode marked = asked.deepCopy();
        ArrayNode keywords = marked.putArray("keywords").add(of(deposit));
        // The edit that takes the marker off brings all of them.
        without(asked).valueStream().limit(MOST_KEYWORDS - 1).forEach(keywords::add);
        return marked;
    }

    /** The deposit that a record of Figshare's names; empty where it names none, or several. */
    public static Optional<UUID> deposit(JsonNode record) {
        List<UUID> named = words(record)
                .map(word -> MARKER.matcher(normal(word)))
                .filter(Marker::isValid)
                .map(marker -> UUID.fromString(marker.group(1)))
                .distinct()
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** Whether it reads as a marker does, so that nobody may use it as a keyword of their own. */
    static boolean isOne(String word) {
        return isValid(MARKER.matcher(normal(word)));
    }

    /** The keywords of a record without markers. */
    public static ArrayNode without(JsonNode record) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        words(record).distinct().filter(word -> !isOne(word)).forEach(rest::add);
        return rest;
    }

    /** The record as it is shown to people. */
    public static ObjectNode hidden(ObjectNode record) {
        if (words(record).noneMatch(Marker::isOne)) {
            return record;
        }
        ObjectNode shown = record.deepCopy();
        shown.set("keywords", without(record));
        shown.set("tags", without(record));
        return shown;
    }

    /** Figshare has one list under two names. */
    private static Stream<String> words(JsonNode record) {
        return Stream.of("keywords", "tags")
                .flatMap(name -> record.path(name).valueStream())
                .map(JsonNode::asText);
    }

    private static String normal(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isValid(Matcher marker) {
        return marker.matches() && check(marker.group(1)).equals(marker.group(2));
    }

    private static String check(String deposit) {
        var sum = new CRC32();
        sum.update((PREFIX + deposit).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
