package io.campusfigshare.deposit.metadata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ORCID iDs: sixteen digits, the last of which is a checksum (ISO 7064, MOD 11-2), with or without the resolver.
 */
final class Orcid {

    private static final Pattern FORM =
            Pattern.compile("(?i)(?:https?://(?:www\\.)?orcid\\.org/)?(\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX])");

    private Orcid() {}

    /** Returns the ORCID iD without the resolver; null if the text is not a valid one. */
    static @Nullable String bare(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String orcid = form.group(1).replace('x', 'X');
        int total = 0;
        for (char digit :
                orcid.substring(0, orcid.length() - 1).replace("-", "").toCharArray()) {
            total = (total + digit - '0') * 2;
        }
        return "0123456789X".charAt((12 - total % 11) % 11) == orcid.charAt(orcid.length() - 1) ? orcid : null;
    }
}
