package io.campusfigshare.figshare;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds SPDX identifiers of licenses by URL, because Figshare's numbers and names differ between platforms (FACTS,
 * appendix B).
 */
public final class Spdx {

    private static final Pattern CREATIVE_COMMONS =
            Pattern.compile("creativecommons\\.org/licenses/([a-z-]+)/(\\d\\.\\d)(?:/([a-z]{2,3}))?");
    private static final Map<String, String> BY_URL = Map.ofEntries(
            Map.entry("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
            Map.entry("creativecommons.org/publicdomain/mark/1.0", "CC-PDM-1.0"),
            Map.entry("opensource.org/licenses/mit", "MIT"),
            Map.entry("opensource.org/license/mit", "MIT"),
            Map.entry("apache.org/licenses/license-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/apache-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"),
            Map.entry("opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"),
            Map.entry("opensource.org/licenses/mpl-2.0", "MPL-2.0"),
            Map.entry("gnu.org/licenses/agpl-3.0", "AGPL-3.0-only"),
            Map.entry("gnu.org/licenses/lgpl-3.0", "LGPL-3.0-only"),
            Map.entry("gnu.org/licenses/gpl-3.0", "GPL-3.0"),
            Map.entry("gnu.org/copyleft/gpl", "GPL-3.0"),
            Map.entry("gnu.org/licenses/gpl.html", "GPL-3.0"),
            Map.entry("gnu.org/licenses/old-licenses/gpl-2.0", "GPL-2.0"),
            Map.entry("gnu.org/licenses/gpl-2.0", "GPL-2.0"));

    private Spdx() {}

    /** Returns null if the URL belongs to no license in the SPDX list. */
    public static @Nullable String of(@Nullable String url, @Nullable String name) {
        if (url == null) {
            return null;
        }
        String lowerCaseUrl = url.toLowerCase(Locale.ROOT);
        Matcher cc = CREATIVE_COMMONS.matcher(lowerCaseUrl);
        if (cc.find()) {
            String ported = cc.group(3) == null ? "" : "-" + cc.group(3).toUpperCase(Locale.ROOT);
            return "CC-" + cc.group(1).toUpperCase(Locale.ROOT) + "-" + cc.group(2) + ported;
        }
        return BY_URL.entrySet().stream()
                .filter(e -> lowerCaseUrl.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(id -> id.startsWith("GPL-") ? id + orLater(name) : id)
                .orElse(null);
    }

    /** SPDX distinguishes "only" and "or later". Both have the same URL; in Figshare's name the latter has a plus. */
    private static String orLater(@Nullable String name) {
        return name != null && name.contains("+") ? "-or-later" : "-only";
    }
}
