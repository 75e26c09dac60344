package io.campusfigshare.catalogue.item;

import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Parses the values of query parameters. Each method takes the name of the parameter for the error text, and fails with
 * {@code invalid-parameter} (400) if the value is not valid.
 */
final class ParameterValues {

    /** The maximum length of q, in characters. */
    static final int MAX_SEARCH_LENGTH = 500;

    /** The maximum length of other texts, in characters. */
    private static final int MAX_TEXT_LENGTH = 200;

    private ParameterValues() {}

    /** Returns search words, or null for {@code *}, which means all items, as an absent parameter does. */
    static @Nullable String searchWords(String name, String text) {
        if (text.strip().equals("*")) {
            return null;
        }
        if (text.length() > MAX_SEARCH_LENGTH) {
            throw Problem.invalidParameter(name, "may hold " + MAX_SEARCH_LENGTH + " characters at most.");
        }
        if (text.chars().noneMatch(Character::isLetterOrDigit)) {
            throw Problem.invalidParameter(name, "must hold a word.");
        }
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    static String text(String name, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalidParameter(name, "must hold 1 to " + MAX_TEXT_LENGTH + " characters.");
        }
        return text.strip();
    }

    /** Returns true, or null for false, which means the same as an absent parameter. */
    static @Nullable Boolean trueOrNull(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> null;
            default -> throw Problem.invalidParameter(name, "must be true or false.");
        };
    }

    static String itemType(String name, String text) {
        return ItemType.named(text)
                .map(ItemType::text)
                .orElseThrow(() -> Problem.invalidParameter(name, "must be one of " + ItemType.all() + "."));
    }

    static String accessLevel(String name, String text) {
        return Arrays.stream(AccessLevel.values())
                .map(AccessLevel::text)
                .filter(text::equals)
                .findFirst()
                .orElseThrow(() ->
                        Problem.invalidParameter(name, "must be one of open, embargoed, restricted, metadata-only."));
    }

    /** Returns an ORCID iD as a URL. */
    static String orcid(String name, String text) {
        String orcid = SafeLinks.orcid(text);
        if (orcid == null) {
            throw Problem.invalidParameter(name, "must be an ORCID iD such as 0000-0002-1825-0097.");
        }
        return orcid;
    }

    /** Parses a date, which stands for its beginning in UTC, or a date-time with an offset; years 1 to 9999. */
    static Instant instant(String name, String text) {
        try {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9_999) {
                return instant;
            }
        } catch (DateTimeException unreadable) {
            // The same error as for a year out of range.
        }
        throw Problem.invalidParameter(name, "must be a date such as 2024-05-31 or 2024-05-31T12:00:00Z.");
    }

    /** Parses names separated by commas, each of which must be one of {@code allowed}. */
    static Set<String> names(String name, @Nullable String text, Set<String> allowed) {
        if (text == null) {
            return Set.of();
        }
        var names = new TreeSet<>(List.of(text.split(",", -1)));
        if (!allowed.containsAll(names)) {
            throw Problem.invalidParameter(
                    name, "must be some of " + String.join(",", new TreeSet<>(allowed)) + ", separated by commas.");
        }
        return names;
    }

    /** Parses a whole number from 1 to {@code max}. */
    static int number(String name, @Nullable String text, int defaultValue, int max) {
        if (text == null) {
            return defaultValue;
        }
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > max) {
            throw Problem.invalidParameter(name, "must be a whole number from 1 to " + max + ".");
        }
        return Integer.parseInt(text);
    }
}
