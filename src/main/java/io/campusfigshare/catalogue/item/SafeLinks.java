package io.campusfigshare.catalogue.item;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Links that may be handed on. */
public final class SafeLinks {

    private static final Pattern ORCID = Pattern.compile("\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]");

    private SafeLinks() {}

    /** Web links only: a javascript: or data: URL in a record must not become a link on a campus page. */
    public static @Nullable String web(@Nullable String url) {
        return url != null && url.matches("(?i)https?://[\\x21-\\x7e&&[^<>\"]]+") ? url : null;
    }

    /**
     * Where a department is here.
     *
     * @param base   where our own URLs begin
     * @param called its code or its number
     */
    public static String department(String base, String called) {
        return base + "/v1/departments/" + segment(called);
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whatever form it comes in, as ORCID wants it written. */
    public static @Nullable String orcid(@Nullable String orcid) {
        if (orcid == null) {
            return null;
        }
        Matcher found = ORCID.matcher(orcid);
        return found.find() ? "https://orcid.org/" + found.group() : null;
    }
}
