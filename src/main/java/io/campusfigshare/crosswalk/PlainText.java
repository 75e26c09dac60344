package io.campusfigshare.crosswalk;

/** Text that everything we write it into has a place for. */
public final class PlainText {

    /** What XML 1.0 has no place for, however it is written; and the controls that nobody sees. */
    private static final String IMPOSSIBLE =
            "[^\\t\\n\\r\\x{20}-\\x{7E}\\x{85}\\x{A0}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

    private PlainText() {}

    /** With its lines. */
    public static String of(String text) {
        return text.replaceAll(IMPOSSIBLE, " ");
    }

    /** In one line. */
    public static String line(String text) {
        return of(text).replaceAll("[\\s\\x{85}\\x{2028}\\x{2029}]+", " ").strip();
    }
}
