/**
 * The usage of items, people, departments and collections: views, downloads and shares, by period and by country. The
 * resources, {@link UsageConfig} and the answers of the contract are its public classes. The room calls Figshare's Stats API
 * and stores usage in the database; it does not know how items are read from Figshare.
 */
@NullMarked
package io.campusfigshare.usage;

import org.jspecify.annotations.NullMarked;
