package io.campusfigshare.crosswalk;

/** Cleans text so that every output format can represent it. */
public final class PlainText {

    /** The characters that XML 1.0 cannot represent even when escaped, and invisible control characters. */
    private static final String FORBIDDEN =
            "[^\\t\\n\\r\\x{20}-\\x{7E}\\x{85}\\x{A0}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

    private PlainText() {}

    /** Replaces forbidden characters with spaces; keeps the line breaks. */
    public static String of(String text) {
        return text.replaceAll(FORBIDDEN, " ");
    }

    /** Returns the cleaned text in one line. */
    public static String line(String text) {
        return of(text).replaceAll("[\\s\\x{85}\\x{2028}\\x{2029}]+", " ").strip();
    }
}
