package io.campusfigshare.httpcache;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a cached response comes from; kept with it for refreshes.
 *
 * @param template the path template of the resource, which names the request in metrics and traces
 */
record Origin(
        String key,
        Lifetime lifetime,
        Source source,
        @Nullable String template) {

    /** Loads the entry of an origin. */
    @FunctionalInterface
    interface Source {

        /**
         * Loads the entry.
         *
         * @param refresh whether this refreshes a cached response, and no request waits
         */
        Uni<CacheEntry> load(Origin self, boolean refresh);
    }

    /** The context-local key under which Quarkus looks for the path template when the request ends. */
    private static final String TEMPLATE_KEY = "UrlPathTemplate";

    static Origin of(String key, Lifetime lifetime, Source source) {
        return new Origin(key, lifetime, source, context().getLocal(TEMPLATE_KEY));
    }

    /**
     * Names the request in metrics and traces; a cached response is served without the resource, which would name it.
     */
    void nameRequest() {
        if (template != null) {
            context().putLocal(TEMPLATE_KEY, template);
        }
    }

    /** Returns the Vert.x context of the current request. */
    static Context context() {
        return Objects.requireNonNull(Vertx.currentContext(), "a request has a context");
    }
}
