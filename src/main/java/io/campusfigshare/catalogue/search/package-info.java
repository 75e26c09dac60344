/** Lists, search and counts of the catalogue. */
@NullMarked
package io.campusfigshare.catalogue.search;

import org.jspecify.annotations.NullMarked;
