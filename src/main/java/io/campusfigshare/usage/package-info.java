/**
 * The usage of items, people, departments and collections: views, downloads and shares, by period and by country. The
 * resources and the answers of the contract are its public classes. {@code usage.stats} reads the figures from
 * Figshare. The package does not know how items are read from Figshare.
 */
@NullMarked
package io.campusfigshare.usage;

import org.jspecify.annotations.NullMarked;
