package io.campusfigshare.usage.stats;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides in which portal Figshare counts an item. The Stats API needs the prefix of the portal; without it, the answer
 * is zero for all items of the portal, which would look true (FACTS section 5).
 */
@Singleton
public class UsagePortal {

    private static final ProblemType FOREIGN_USAGE =
            new ProblemType("foreign-usage", 404, "The usage of this item belongs to another institution");

    private static final ProblemType NO_USAGE = new ProblemType("no-usage", 404, "The usage is not available");

    private static final String FIGSHARE = "figshare.com";

    private final @Nullable String slug;

    UsagePortal(CampusConfig campus) {
        this.slug = campus.institutionSlug().orElse(null);
    }

    /**
     * Returns whether the prefix of the institution is configured; without it, only items at figshare.com have usage.
     */
    public boolean isConfigured() {
        return slug != null;
    }

    /** Returns the prefix of the institution; fails with {@code no-usage} (404) if it is not configured. */
    public String prefix() {
        if (slug == null) {
            throw new Problem(
                    NO_USAGE, "The operator of this service must set campus.institution-slug, the prefix for Stats.");
        }
        return slug;
    }

    /**
     * Returns the prefix for an item of the institution, or null for an item at figshare.com, which Figshare counts
     * there, whoever owns it (FACTS section 5).
     */
    public @Nullable String prefixOfOwn(String landingPage) {
        return isFigshare(host(landingPage)) ? null : prefix();
    }

    /**
     * Returns the prefix for any item, or null for an item at figshare.com; fails with {@code foreign-usage} (404) for
     * an item of another portal.
     */
    public @Nullable String prefixOfAny(String landingPage) {
        String host = host(landingPage);
        boolean atHome = slug != null && host.equals(slug.toLowerCase(Locale.ROOT) + "." + FIGSHARE);
        if (!isFigshare(host) && !atHome) {
            throw new Problem(
                    FOREIGN_USAGE, "Figshare counts it in the portal of another institution, or in an unknown portal.");
        }
        return atHome ? slug : null;
    }

    private static boolean isFigshare(String host) {
        return host.equals(FIGSHARE) || host.equals("www." + FIGSHARE);
    }

    private static String host(String url) {
        try {
            return Objects.requireNonNullElse(URI.create(url).getHost(), "").toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }
}
