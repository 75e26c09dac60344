package io.campusfigshare.httpcache;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer comes from, kept with it to renew it.
 *
 * @param template the path as the resource declares it, which names the request in metrics and traces
 */
record Origin(
        String key,
        Lifetime lifetime,
        Source source,
        @Nullable String template) {

    /** Brings the entry for an origin. */
    @FunctionalInterface
    interface Source {

        /**
         * Brings it.
         *
         * @param refresh nobody waits: an answer is known and is being renewed
         */
        Uni<CacheEntry> load(Origin self, boolean refresh);
    }

    /** Under this name the framework keeps it, and looks for it when the request ends. */
    private static final String TEMPLATE = "UrlPathTemplate";

    static Origin of(String key, Lifetime lifetime, Source source) {
        return new Origin(key, lifetime, source, context().getLocal(TEMPLATE));
    }

    /** A kept answer meets no resource, which would otherwise name the request. */
    void nameRequest() {
        if (template != null) {
            context().putLocal(TEMPLATE, template);
        }
    }

    /** That of the request that is being answered. */
    static Context context() {
        return Objects.requireNonNull(Vertx.currentContext(), "a request has a context");
    }
}
