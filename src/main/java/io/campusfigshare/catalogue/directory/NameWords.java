package io.campusfigshare.catalogue.directory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of names in the form in which they are compared: letters and digits, small and without accents. */
public final class NameWords {

    /** PostgreSQL refuses words above 2 kB, and one compatibility character may stand for eighteen letters. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}&&[^\\p{Lm}]]{1,100}");

    /** Apostrophes, hyphens and full stops, with those that Unicode counts among the letters. */
    private static final Pattern INNER = Pattern.compile("[^\\p{L}\\p{N}\\s]|\\p{Lm}");

    private NameWords() {}

    /** The words of what somebody looks for. */
    public static SortedSet<String> of(String text) {
        return words(folded(text));
    }

    /** The words by which a name is found: O'Brien by o and brien, and as one word. */
    static SortedSet<String> ofName(String name) {
        String folded = folded(name);
        SortedSet<String> words = words(folded);
        words.addAll(words(INNER.matcher(folded).replaceAll("")));
        return words;
    }

    /** A tsquery for the names with a word that begins so, for each of these; nobody's where there are none. */
    static String prefixes(Set<String> words) {
        return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    private static SortedSet<String> words(String folded) {
        return WORD.matcher(folded).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String folded(String text) {
        String bare = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        // By capital letters, since some small ones, such as ß, differ in nothing else.
        return bare.toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .mapToObj(NameWords::plain)
                .collect(Collectors.joining());
    }

    /** Letters that keep their stroke when accents go, and those that are two in one. */
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
