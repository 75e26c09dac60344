package io.campusfigshare.httpcache;

import io.smallrye.mutiny.Uni;

/** Brings the answer that the cache does not have, or has too long; kept with the answer to renew it, so it holds no request. */
@FunctionalInterface
public interface Loader {

    /**
     * Loads it.
     *
     * @param refresh nobody waits: an answer is known and is being renewed
     */
    Uni<Representation> load(boolean refresh);
}
