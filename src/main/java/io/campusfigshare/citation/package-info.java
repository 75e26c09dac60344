/**
 * The formats of items and of lists: citations, metadata and references in many styles, and the typed links between
 * them. Resources that return items use {@code Citations}, with {@code RequestedFormat} and {@code FormatParameters}.
 * The package reads the item's JSON; it does not know where that comes from.
 */
@NullMarked
package io.campusfigshare.citation;

import org.jspecify.annotations.NullMarked;
