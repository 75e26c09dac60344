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
 * A keyword that identifies the deposit of a new draft until the first edit removes it. Figshare may change its case,
 * its white space and its place in the list. The checksum at its end distinguishes it from a keyword of a person.
 */
public final class Marker {

    private static final String PREFIX = "campus-figshare:";
    private static final Pattern MARKER =
            Pattern.compile(PREFIX + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{8})");

    /** The most keywords that this service sends. */
    private static final int MAX_KEYWORDS = 100;

    private Marker() {}

    /** Returns the marker of a deposit. */
    public static String of(UUID deposit) {
        return PREFIX + deposit + ":" + checksum(deposit.toString());
    }

    /** Returns the body of a create with the marker as its first keyword. */
    public static ObjectNode on(ObjectNode body, UUID deposit) {
        ObjectNode marked = body.deepCopy();
        ArrayNode keywords = marked.putArray("keywords").add(of(deposit));
        // The edit that removes the marker sets all keywords.
        without(body).valueStream().limit(MAX_KEYWORDS - 1).forEach(keywords::add);
        return marked;
    }

    /**
     * Returns the deposit that the marker of a record identifies; empty if there is none, or markers of several
     * deposits.
     */
    public static Optional<UUID> deposit(JsonNode record) {
        List<UUID> deposits = keywordsOf(record)
                .map(word -> MARKER.matcher(normalise(word)))
                .filter(Marker::isValid)
                .map(marker -> UUID.fromString(marker.group(1)))
                .distinct()
                .toList();
        return deposits.size() == 1 ? Optional.of(deposits.getFirst()) : Optional.empty();
    }

    /** Returns whether a keyword has the form of a marker. A request must not contain such a keyword. */
    static boolean isMarker(String word) {
        return isValid(MARKER.matcher(normalise(word)));
    }

    /** Returns the keywords of a record without markers. */
    public static ArrayNode without(JsonNode record) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        keywordsOf(record).distinct().filter(word -> !isMarker(word)).forEach(rest::add);
        return rest;
    }

    /** Returns the record without markers, as the API shows it. */
    public static ObjectNode hidden(ObjectNode record) {
        if (keywordsOf(record).noneMatch(Marker::isMarker)) {
            return record;
        }
        ObjectNode shown = record.deepCopy();
        shown.set("keywords", without(record));
        shown.set("tags", without(record));
        return shown;
    }

    /** Returns the keywords. Figshare has one list under two names. */
    private static Stream<String> keywordsOf(JsonNode record) {
        return Stream.of("keywords", "tags")
                .flatMap(name -> record.path(name).valueStream())
                .map(JsonNode::asText);
    }

    private static String normalise(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isValid(Matcher marker) {
        return marker.matches() && checksum(marker.group(1)).equals(marker.group(2));
    }

    private static String checksum(String deposit) {
        var sum = new CRC32();
        sum.update((PREFIX + deposit).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
