package io.campusfigshare.catalogue.sync;

import org.jspecify.annotations.Nullable;

/**
 * Fired in every replica when an item has changed.
 *
 * @param item its number; null when any may have changed while nobody listened
 */
public record ItemChanged(@Nullable Long item) {}
