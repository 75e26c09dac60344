/** Errors as RFC 9457 problem+json, on every path. */
@NullMarked
package io.campusfigshare.problem;

import org.jspecify.annotations.NullMarked;
