package io.campusfigshare.catalogue.item;

import io.campusfigshare.problem.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DOI in Figshare's form: without {@code .vN}, it names the latest version; with it, version N (FACTS 4.5).
 *
 * @param text    the DOI in lower case, without a resolver
 * @param base    the DOI without {@code .vN}
 * @param version N; null if absent
 * @param number  the number at the end of the DOI, which is probably that of the item; null if there is none
 */
public record Doi(
        String text,
        String base,
        @Nullable Integer version,
        @Nullable Long number) {

    private static final Pattern SYNTAX = Pattern.compile("10\\.\\d{4,9}/[^\\s\\p{Cntrl}]{1,256}");
    private static final Pattern VERSIONED = Pattern.compile("(.+)\\.v(\\d{1,6})");
    private static final Pattern NUMBERED = Pattern.compile(".*[./]([1-9]\\d{3,17})");

    /** Parses a DOI. Throws a 400 if it is invalid. */
    public static Doi of(String given) {
        String text = bare(given.strip().toLowerCase(Locale.ROOT));
        if (!SYNTAX.matcher(text).matches()) {
            throw Problem.invalidParameter("doi", "must look like 10.1234/name.");
        }
        Matcher versioned = VERSIONED.matcher(text);
        boolean hasVersion = versioned.matches();
        String base = hasVersion ? versioned.group(1) : text;
        Matcher numbered = NUMBERED.matcher(base);
        return new Doi(
                text,
                base,
                hasVersion ? Integer.valueOf(versioned.group(2)) : null,
                numbered.matches() ? Long.valueOf(numbered.group(1)) : null);
    }

    /** Returns the DOI without a resolver or {@code doi:} in front of it. */
    public static String bare(String doi) {
        return doi.replaceFirst("(?i)^(https?:/+(dx\\.)?doi\\.org/|doi:\\s*)", "");
    }

    /** Returns whether a record with that DOI is a version of the record that this DOI names. */
    public boolean names(@Nullable String doi) {
        return doi != null && base(doi).equals(base);
    }

    /** Returns the DOI in lower case, without a resolver and a version. */
    public static String base(String doi) {
        String text = bare(doi.toLowerCase(Locale.ROOT));
        Matcher versioned = VERSIONED.matcher(text);
        return versioned.matches() ? versioned.group(1) : text;
    }
}
