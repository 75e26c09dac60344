package io.campusfigshare.catalogue.item;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A caller's words in Figshare's search syntax (FACTS 3.3). Each word, and each phrase in double quotes, becomes a quoted
 * term, so that {@code :}, parentheses and bare AND, OR, NOT lose their meaning; all terms must match.
 */
final class SearchTerms {

    /** Figshare refuses shorter ones; with the quotes. */
    static final int SHORTEST = 5;

    private static final Pattern TERM = Pattern.compile("\"([^\"]+)\"|([^\\s\"]+)");

    private SearchTerms() {}

    static String allOf(String text) {
        return TERM.matcher(text)
                .results()
                .map(term -> term.group(1) != null ? term.group(1) : term.group(2))
                .map(SearchTerms::harmless)
                .filter(term -> term.chars().anyMatch(Character::isLetterOrDigit))
                .map(term -> '"' + term + '"')
                .collect(Collectors.joining(" AND "));
    }

    private static String harmless(String term) {
        return term.replaceAll("[\\p{Cntrl}\\\\]+", " ").strip();
    }
}
