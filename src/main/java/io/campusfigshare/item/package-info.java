/**
 * The resources of items: lists, searches, batches, single items, versions, files and DOIs. {@link ItemResource} and
 * {@link DoiResource} are its public classes. The room reads items from the catalogue or from Figshare; it does not
 * know SQL, nor how formats other than JSON are written.
 */
@NullMarked
package io.campusfigshare.item;

import org.jspecify.annotations.NullMarked;
