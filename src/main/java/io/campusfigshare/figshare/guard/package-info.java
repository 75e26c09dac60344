/**
 * The protection of Figshare's hosts: pace, circuit breakers, retries, bulkhead and timeouts. {@code GuardedHost}
 * combines them; {@code CallPriority} says who waits longer. The package knows neither URLs nor the content of calls.
 */
@NullMarked
package io.campusfigshare.figshare.guard;

import org.jspecify.annotations.NullMarked;
