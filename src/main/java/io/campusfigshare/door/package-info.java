/**
 * Filters that apply to all requests before a resource: request id, limits, canonical paths, declared parameters, CORS,
 * access tokens, and the common headers of responses. Only {@link io.campusfigshare.door.TokenProvider}, {@link
 * io.campusfigshare.door.AccessTokens} and {@link io.campusfigshare.door.SecuredPaths} are used elsewhere. The package
 * knows no resources, only the paths of the secured door.
 */
@NullMarked
package io.campusfigshare.door;

import org.jspecify.annotations.NullMarked;
