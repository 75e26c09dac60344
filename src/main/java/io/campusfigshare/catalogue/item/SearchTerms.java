package io.campusfigshare.catalogue.item;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts a search text to Figshare's search syntax (FACTS 3.3). Each word, and each phrase in double quotes, becomes
 * a quoted term, so that {@code :}, parentheses, AND, OR and NOT have no special meaning. All terms must match.
 */
public final class SearchTerms {

    /** The minimum length that Figshare accepts, including the quotes. */
    public static final int MIN_LENGTH = 5;

    private static final Pattern TERM = Pattern.compile("\"([^\"]+)\"|([^\\s\"]+)");

    private SearchTerms() {}

    public static String allOf(String text) {
        return TERM.matcher(text)
                .results()
                .map(term -> term.group(1) != null ? term.group(1) : term.group(2))
                .map(SearchTerms::escape)
                .filter(term -> term.chars().anyMatch(Character::isLetterOrDigit))
                .map(term -> '"' + term + '"')
                .collect(Collectors.joining(" AND "));
    }

    private static String escape(String term) {
        return term.replaceAll("[\\p{Cntrl}\\\\]+", " ").strip();
    }
}
