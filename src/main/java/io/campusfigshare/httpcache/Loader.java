package io.campusfigshare.httpcache;

import io.smallrye.mutiny.Uni;

/**
 * Loads a response that is not in the cache, or is stale. The cache keeps the loader for refreshes, so it must not
 * refer to a request.
 */
@FunctionalInterface
public interface Loader {

    /**
     * Loads the response.
     *
     * @param refresh whether this refreshes a cached response, and no request waits
     */
    Uni<Representation> load(boolean refresh);
}
