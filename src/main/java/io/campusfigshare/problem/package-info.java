/**
 * Errors as RFC 9457 problem+json, on every path: {@link io.campusfigshare.problem.Problem} is thrown, {@link
 * io.campusfigshare.problem.ProblemType} names its kind, and the classes here write the response and describe it in the
 * OpenAPI contract. The package knows no other package of the service.
 */
@NullMarked
package io.campusfigshare.problem;

import org.jspecify.annotations.NullMarked;
