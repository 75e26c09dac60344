package io.campusfigshare.catalogue.item;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks and creates links in responses. */
public final class SafeLinks {

    private static final Pattern ORCID = Pattern.compile("\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]");

    private SafeLinks() {}

    /**
     * Returns the URL if it is http or https; null otherwise. A javascript: or data: URL must not become a link on a
     * web page.
     */
    public static @Nullable String web(@Nullable String url) {
        return url != null && url.matches("(?i)https?://[\\x21-\\x7e&&[^<>\"]]+") ? url : null;
    }

    /**
     * Returns the URL of a department.
     *
     * @param base         the base URL of this service
     * @param codeOrNumber the code or number of the department
     */
    public static String department(String base, String codeOrNumber) {
        return base + "/v1/departments/" + segment(codeOrNumber);
    }

    /** Percent-encodes a text as a segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns an ORCID iD in any form as a URL; null if there is none in the text. */
    public static @Nullable String orcid(@Nullable String orcid) {
        if (orcid == null) {
            return null;
        }
        Matcher found = ORCID.matcher(orcid);
        return found.find() ? "https://orcid.org/" + found.group() : null;
    }
}
