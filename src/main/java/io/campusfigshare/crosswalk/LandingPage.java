package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where an item is found. */
public final class LandingPage {

    private LandingPage() {}

    /** What to cite: the DOI's address, else the handle's, else the page for people, else the item here. */
    public static String persistent(Item item) {
        String doi = doi(item);
        return doi != null
                ? doi
                : item.handle() != null
                        ? "https://hdl.handle.net/" + escaped(item.handle())
                        : item.landingPage() != null ? item.landingPage() : item.url();
    }

    public static @Nullable String doi(Item item) {
        return item.doi() == null ? null : "https://doi.org/" + escaped(item.doi());
    }

    /** The page for people, else the item here. */
    public static String page(Item item) {
        return item.landingPage() != null ? item.landingPage() : item.url();
    }

    /** A URL that others can read, too; null for what merely begins like one. */
    public static @Nullable String readable(@Nullable String url) {
        try {
            return url == null ? null : new URI(url).toASCIIString();
        } catch (URISyntaxException none) {
            return null;
        }
    }

    /** DOIs may hold anything; in a URL, only what is safe there (DOI Handbook, 2.5.2.4). */
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
