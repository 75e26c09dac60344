/**
 * The HTTP response cache (RFC 9111, RFC 5861): complete responses with ETags and encodings, conditional requests and
 * content negotiation. Resources use {@link io.campusfigshare.httpcache.ResponseCache} with a {@link
 * io.campusfigshare.httpcache.Loader} that returns a {@link io.campusfigshare.httpcache.Representation}; {@link
 * io.campusfigshare.httpcache.UncachedResponses} writes responses that are not cached. The package knows nothing of
 * Figshare, items or the database.
 */
@NullMarked
package io.campusfigshare.httpcache;

import org.jspecify.annotations.NullMarked;
