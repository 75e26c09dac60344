package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.figshare.Dates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value in the JSON of a request, with its place. The methods that read it return null for an invalid value and add a
 * violation.
 */
record JsonValue(JsonNode node, String pointer, Violations violations) {

    private static final int MAX_NAME_LENGTH = 100;

    /** Returns a member; absent if there is none or the value is no object. */
    JsonValue at(String name) {
        return new JsonValue(node.path(name), Violations.below(pointer, name), violations);
    }

    boolean isNull() {
        return node.isNull();
    }

    /** Returns whether the value is missing or null. Only the top level of a merge patch distinguishes the two. */
    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** Adds a violation. Returns null, in place of the value. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T invalid(String detail) {
        violations.add(pointer, detail);
        return null;
    }

    /** Returns whether the value is an object. Adds a violation for each unknown member. */
    boolean isObjectOf(List<String> known) {
        if (!node.isObject()) {
            invalid("must be an object");
            return false;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                boolean nameFits = name.length() <= MAX_NAME_LENGTH;
                new JsonValue(node, nameFits ? Violations.below(pointer, name) : pointer, violations)
                        .invalid((nameFits ? "is unknown" : "has an unknown member") + suggestion(name, known));
            }
        });
        return true;
    }

    private static String suggestion(String name, List<String> known) {
        String plain = name.replaceAll("[^A-Za-z]", "");
        return known.stream()
                .filter(k -> k.equalsIgnoreCase(plain)
                        || (k.length() > 4 && plain.regionMatches(true, 0, k, 0, k.length() - 2)))
                .findFirst()
                .map(k -> "; did you mean " + k + "?")
                .orElse("");
    }

    /** Reads a text of one line. Replaces each sequence of white space by a space. */
    @Nullable String line(int min, int max) {
        String text = text();
        return text == null
                ? null
                : checkLength(text.replaceAll("[\\s\\u00a0]+", " ").strip(), min, max);
    }

    /** Reads a text that may have several lines. */
    @Nullable String lines(int min, int max) {
        String text = text();
        return text == null ? null : checkLength(text.strip(), min, max);
    }

    private @Nullable String checkLength(String text, int min, int max) {
        int length = length(text);
        if (length == 0) {
            return invalid("is empty");
        }
        return length < min || length > max
                ? invalid(String.format(
                        Locale.ROOT, "must have %s characters, and has %,d", describeLength(min, max), length))
                : text;
    }

    /** Counts code points, as Figshare does. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String describeLength(int min, int max) {
        return min > 1
                ? String.format(Locale.ROOT, "%,d to %,d", min, max)
                : String.format(Locale.ROOT, "at most %,d", max);
    }

    private @Nullable String text() {
        if (isAbsent()) {
            return null;
        }
        if (!node.isTextual()) {
            return invalid("must be a text");
        }
        // PostgreSQL and XML cannot contain these characters.
        return node.textValue().codePoints().anyMatch(JsonValue::isForbidden)
                ? invalid("has a control character or an unpaired surrogate")
                : node.textValue();
    }

    private static boolean isForbidden(int c) {
        return (Character.isISOControl(c) && "\t\n\r\u0085".indexOf(c) < 0)
                || Character.getType(c) == Character.SURROGATE
                || c == 0xfffe
                || c == 0xffff;
    }

    /** Reads one of Figshare's numbers. */
    @Nullable Long number() {
        if (isAbsent()) {
            return null;
        }
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0
                ? Long.valueOf(node.longValue())
                : invalid("must be a whole number above 0");
    }

    /** Reads a moment as this API writes it, or a date, which means the beginning of that day in UTC. */
    @Nullable Instant moment() {
        String text = line(1, MAX_NAME_LENGTH);
        if (text == null) {
            return null;
        }
        Instant moment = Dates.utc(text);
        return moment == null ? invalid("must be a date such as 2030-01-31") : moment;
    }

    /** Reads a date, or a moment as its date in UTC. */
    @Nullable LocalDate day() {
        Instant moment = moment();
        return moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** Reads one of the words, ignoring case. Returns it in the given case. */
    @Nullable String oneOf(List<String> words) {
        String text = line(1, MAX_NAME_LENGTH);
        return text == null
                ? null
                : words.stream()
                        .filter(text::equalsIgnoreCase)
                        .findFirst()
                        .orElseGet(() -> invalid("must be one of " + String.join(", ", words)));
    }

    /**
     * Reads a list. Returns null if it is missing, and an empty list for null. Invalid elements are null, so that the
     * others keep their indexes in violations.
     */
    <T> @Nullable List<@Nullable T> list(int max, Function<JsonValue, @Nullable T> read) {
        if (node.isMissingNode()) {
            return null;
        }
        if (node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            return invalid("must be a list");
        }
        if (node.size() > max) {
            return invalid(String.format(Locale.ROOT, "must have at most %,d elements, and has %,d", max, node.size()));
        }
        List<@Nullable T> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            var element = new JsonValue(node.path(i), pointer + "/" + i, violations);
            elements.add(element.isNull() ? element.invalid("must not be null") : read.apply(element));
        }
        return Collections.unmodifiableList(elements);
    }
}
