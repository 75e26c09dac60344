package io.campusfigshare.door;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths of the secured door: each request to them needs a token. All other paths belong to the public door. */
public final class SecuredPaths {

    public static final String ACCOUNTS = "/v1/accounts";
    public static final String DEPOSITS = "/v1/deposits";
    public static final String REVIEWS = "/v1/reviews";
    public static final String SUBSCRIPTIONS = "/v1/subscriptions";

    private static final List<String> ALL = List.of(ACCOUNTS, DEPOSITS, REVIEWS, SUBSCRIPTIONS);

    private SecuredPaths() {}

    public static boolean contains(@Nullable String path) {
        return ALL.stream().anyMatch(root -> isWithin(root, path));
    }

    /** Returns whether the path is {@code root} or below it. */
    public static boolean isWithin(String root, @Nullable String path) {
        return path != null
                && path.startsWith(root)
                && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
