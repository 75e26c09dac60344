/** What every call to Figshare passes: pace, circuit breaker, retries. */
@NullMarked
package io.campusfigshare.figshare.guard;

import org.jspecify.annotations.NullMarked;
