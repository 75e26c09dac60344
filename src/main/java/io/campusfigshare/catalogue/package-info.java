/** The institution's items: as Figshare tells them, as we keep them, and what has changed. */
@NullMarked
package io.campusfigshare.catalogue;

import org.jspecify.annotations.NullMarked;
