package io.campusfigshare.catalogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Links that may be handed on. */
public final class Links {

    private static final Pattern ORCID = Pattern.compile("\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]");

    private Links() {}

    /** Web links only: a javascript: or data: URL in a record must not become a link on a campus page. */
    public static @Nullable String web(@Nullable String url) {
        return url != null && url.matches("(?i)https?://[\\x21-\\x7e&&[^<>\"]]+") ? url : null;
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
