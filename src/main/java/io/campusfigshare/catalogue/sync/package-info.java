/**
 * The jobs that copy items, collections and projects from Figshare to the catalogue, and tell all replicas of changes
 * ({@link io.campusfigshare.catalogue.sync.ItemChanged}). Other packages can copy one item at once with
 * {@link io.campusfigshare.catalogue.sync.ItemSync}. The package answers no requests.
 */
@NullMarked
package io.campusfigshare.catalogue.sync;

import org.jspecify.annotations.NullMarked;
