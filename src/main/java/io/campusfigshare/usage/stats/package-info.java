/**
 * Figshare's Stats: the calls, their parsing and the cache of their figures. {@code UsageCache} answers from memory and
 * PostgreSQL, and {@code StatsApi} calls Figshare. The room knows nothing of HTTP resources.
 */
@NullMarked
package io.campusfigshare.usage.stats;

import org.jspecify.annotations.NullMarked;
