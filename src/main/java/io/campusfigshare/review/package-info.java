/**
 * The reviews of drafts, for the staff who check them. {@code ReviewSync} copies them from Figshare to the database,
 * {@code ReviewStore} reads them there, and {@code ReviewResource} answers. Only the draft of a single review and a new
 * comment take a call to Figshare.
 */
@NullMarked
package io.campusfigshare.review;

import org.jspecify.annotations.NullMarked;
