package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The URLs of an item. */
public final class LandingPage {

    private LandingPage() {}

    /**
     * Returns the URL to cite: that of the DOI, else of the handle, else the landing page, else the item's URL in this
     * service.
     */
    public static String persistent(Item item) {
        String doi = doi(item);
        return doi != null
                ? doi
                : item.handle() != null
                        ? "https://hdl.handle.net/" + escaped(item.handle())
                        : item.landingPage() != null ? item.landingPage() : item.url();
    }

    /** Returns the URL of the DOI, or null without a DOI. */
    public static @Nullable String doi(Item item) {
        return item.doi() == null ? null : "https://doi.org/" + escaped(item.doi());
    }

    /** Returns the landing page, else the item's URL in this service. */
    public static String page(Item item) {
        return item.landingPage() != null ? item.landingPage() : item.url();
    }

    /** Returns the URL in ASCII, or null if it is not a valid URL. */
    public static @Nullable String asciiUrl(@Nullable String url) {
        try {
            return url == null ? null : new URI(url).toASCIIString();
        } catch (URISyntaxException invalid) {
            return null;
        }
    }

    /**
     * Percent-encodes a DOI or handle: it may contain any character, also those that are unsafe in a URL (DOI Handbook,
     * 2.5.2.4).
     */
    private static String escaped(String identifier) {
        var url = new StringBuilder();
        for (byte b : identifier.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/:;()!$*+,=@".indexOf(c) >= 0)) {
                url.append(c);
            } else {
                url.append('%').append("%02X".formatted((int) c));
            }
        }
        return url.toString();
    }
}
