package io.campusfigshare.catalogue.directory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Splits names into words for search: letters and digits, in lower case and without accents. */
public final class NameWords {

    /** PostgreSQL refuses words above 2 kB, and one compatibility character can become 18 letters. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}&&[^\\p{Lm}]]{1,100}");

    /** Apostrophes, hyphens and full stops, including those that Unicode classifies as letters. */
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}\\s]|\\p{Lm}");

    private NameWords() {}

    /** Returns the words of a search text. */
    public static SortedSet<String> of(String text) {
        return words(folded(text));
    }

    /** Returns the words by which a name is found: O'Brien by o, brien and obrien. */
    static SortedSet<String> ofName(String name) {
        String folded = folded(name);
        SortedSet<String> words = words(folded);
        words.addAll(words(PUNCTUATION.matcher(folded).replaceAll("")));
        return words;
    }

    /**
     * Returns a tsquery for names in which each of these is the prefix of a word; matches nothing if there are none.
     */
    public static String prefixes(Set<String> words) {
        return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    private static SortedSet<String> words(String folded) {
        return WORD.matcher(folded).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String folded(String text) {
        String bare = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        // To upper case first: ß, for example, becomes SS only there.
        return bare.toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .mapToObj(NameWords::plain)
                .collect(Collectors.joining());
    }

    /** Replaces letters with a stroke, and ligatures, which normalisation does not decompose. */
    private static String plain(int letter) {
        return switch (letter) {
            case 'đ', 'ð' -> "d";
            case 'ħ' -> "h";
            case 'ł' -> "l";
            case 'ø' -> "o";
            case 'ŧ' -> "t";
            case 'ς' -> "σ";
            case 'æ' -> "ae";
            case 'œ' -> "oe";
            case 'þ' -> "th";
            default -> Character.toString(letter);
        };
    }
}
