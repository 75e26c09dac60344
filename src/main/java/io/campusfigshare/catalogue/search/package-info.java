/**
 * Reads the catalogue: single items ({@link io.campusfigshare.catalogue.search.Catalogue}), lists with search and
 * facets ({@link io.campusfigshare.catalogue.search.ItemSearch}), the log of changes, reports, and collections and
 * projects. Only the last are also written here. The package does not call Figshare.
 */
@NullMarked
package io.campusfigshare.catalogue.search;

import org.jspecify.annotations.NullMarked;
