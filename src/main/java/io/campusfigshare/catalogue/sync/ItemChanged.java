package io.campusfigshare.catalogue.sync;

import org.jspecify.annotations.Nullable;

/**
 * An event that is fired in every replica when an item in the catalogue has changed.
 *
 * @param item the number of the item; null if any item may have changed, because notifications may have been missed
 */
public record ItemChanged(@Nullable Long item) {}
