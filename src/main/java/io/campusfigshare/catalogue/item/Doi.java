package io.campusfigshare.catalogue.item;

import io.campusfigshare.problem.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DOI as Figshare mints them: the base names the latest version, {@code .vN} one of them (FACTS 4.5).
 *
 * @param text    lower case, without resolver
 * @param base    without {@code .vN}
 * @param version N, or null
 * @param number  the item's number where the DOI seems to end with it, or null
 */
public record Doi(
        String text,
        String base,
        @Nullable Integer version,
        @Nullable Long number) {

    private static final Pattern SHAPE = Pattern.compile("10\\.\\d{4,9}/[^\\s\\p{Cntrl}]{1,256}");
    private static final Pattern VERSIONED = Pattern.compile("(.+)\\.v(\\d{1,6})");
    private static final Pattern NUMBERED = Pattern.compile(".*[./]([1-9]\\d{3,17})");

    public static Doi of(String given) {
        String text = bare(given.strip().toLowerCase(Locale.ROOT));
        if (!SHAPE.matcher(text).matches()) {
            throw Problem.invalidParameter("doi", "must look like 10.1234/name.");
        }
        Matcher versioned = VERSIONED.matcher(text);
        boolean one = versioned.matches();
        String base = one ? versioned.group(1) : text;
        Matcher numbered = NUMBERED.matcher(base);
        return new Doi(
                text,
                base,
                one ? Integer.valueOf(versioned.group(2)) : null,
                numbered.matches() ? Long.valueOf(numbered.group(1)) : null);
    }

    /** Without the resolver that some write in front of it. */
    public static String bare(String doi) {
        return doi.replaceFirst("(?i)^(https?:/+(dx\\.)?doi\\.org/|doi:\\s*)", "");
    }

    /** Whether a record with that DOI is a version of what this one names. */
    public boolean names(@Nullable String doi) {
        return doi != null && base(doi).equals(base);
    }

    /** What the DOIs of all versions of a record have in common. */
    public static String base(String doi) {
        String text = bare(doi.toLowerCase(Locale.ROOT));
        Matcher versioned = VERSIONED.matcher(text);
        return versioned.matches() ? versioned.group(1) : text;
    }
}
