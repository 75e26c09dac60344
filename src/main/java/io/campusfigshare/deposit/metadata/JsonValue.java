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

/** A value in a caller's JSON and where it is. Read strictly: what is not as asked is a violation, and null. */
record JsonValue(JsonNode node, String pointer, Violations violations) {

    private static final int LONGEST_NAME = 100;

    /** Its member; absent where it has none, or is no object. */
    JsonValue at(String name) {
        return new JsonValue(node.path(name), Violations.below(pointer, name), violations);
    }

    boolean isNull() {
        return node.isNull();
    }

    /** Not there, or null, which is the same everywhere but at the top of a merge patch. */
    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** Always null, so that it can stand for whatever was to be read. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T refused(String detail) {
        violations.add(pointer, detail);
        return null;
    }

    /** Whether it is an object; members with other names are refused. */
    boolean isObjectOf(List<String> known) {
        if (!node.isObject()) {
            refused("must be an object");
            return false;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                boolean shown = name.length() <= LONGEST_NAME;
                new JsonValue(node, shown ? Violations.below(pointer, name) : pointer, violations)
                        .refused((shown ? "is not known here" : "has a member that is not known here")
                                + nearest(name, known));
            }
        });
        return true;
    }

    private static String nearest(String name, List<String> known) {
        String plain = name.replaceAll("[^A-Za-z]", "");
        return known.stream()
                .filter(k -> k.equalsIgnoreCase(plain)
                        || (k.length() > 4 && plain.regionMatches(true, 0, k, 0, k.length() - 2)))
                .findFirst()
                .map(k -> "; is " + k + " meant?")
                .orElse("");
    }

    /** A text in one line: white space of any kind and amount is one space. */
    @Nullable String line(int least, int most) {
        String text = text();
        return text == null ? null : sized(text.replaceAll("[\\s\\u00a0]+", " ").strip(), least, most);
    }

    /** A text that may have several lines. */
    @Nullable String lines(int least, int most) {
        String text = text();
        return text == null ? null : sized(text.strip(), least, most);
    }

    private @Nullable String sized(String text, int least, int most) {
        int length = length(text);
        if (length == 0) {
            return refused("is empty");
        }
        return length < least || length > most
                ? refused(String.format(Locale.ROOT, "must have %s characters, and has %,d", from(least, most), length))
                : text;
    }

    /** As Figshare counts. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String from(int least, int most) {
        return least > 1
                ? String.format(Locale.ROOT, "%,d to %,d", least, most)
                : String.format(Locale.ROOT, "at most %,d", most);
    }

    private @Nullable String text() {
        if (isAbsent()) {
            return null;
        }
        if (!node.isTextual()) {
            return refused("must be a text");
        }
        // Neither PostgreSQL nor XML can hold them, and nobody can see them.
        return node.textValue().codePoints().anyMatch(JsonValue::isNoCharacter)
                ? refused("has a control character, or half of one")
                : node.textValue();
    }

    private static boolean isNoCharacter(int c) {
        return (Character.isISOControl(c) && "\t\n\r\u0085".indexOf(c) < 0)
                || Character.getType(c) == Character.SURROGATE
                || c == 0xfffe
                || c == 0xffff;
    }

    /** One of Figshare's numbers. */
    @Nullable Long number() {
        if (isAbsent()) {
            return null;
        }
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0
                ? Long.valueOf(node.longValue())
                : refused("must be a whole number above 0");
    }

    /** A moment as we write it ourselves, or the beginning of a day in UTC. */
    @Nullable Instant moment() {
        String text = line(1, LONGEST_NAME);
        if (text == null) {
            return null;
        }
        Instant moment = Dates.utc(text);
        return moment == null ? refused("must be a date such as 2030-01-31") : moment;
    }

    /** A day, or the day in UTC of a moment. */
    @Nullable LocalDate day() {
        Instant moment = moment();
        return moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** One of those words, in any case, as we write it. */
    @Nullable String oneOf(List<String> words) {
        String text = line(1, LONGEST_NAME);
        return text == null
                ? null
                : words.stream()
                        .filter(text::equalsIgnoreCase)
                        .findFirst()
                        .orElseGet(() -> refused("must be one of " + String.join(", ", words)));
    }

    /** Null where there is none, and empty for null. Elements that were refused are null, so that others keep their places. */
    <T> @Nullable List<@Nullable T> list(int most, Function<JsonValue, @Nullable T> read) {
        if (node.isMissingNode()) {
            return null;
        }
        if (node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            return refused("must be a list");
        }
        if (node.size() > most) {
            return refused(
                    String.format(Locale.ROOT, "must have at most %,d elements, and has %,d", most, node.size()));
        }
        List<@Nullable T> all = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            var element = new JsonValue(node.path(i), pointer + "/" + i, violations);
            all.add(element.isNull() ? element.refused("must not be null") : read.apply(element));
        }
        return Collections.unmodifiableList(all);
    }
}
