/** The account API: drafts, their files, publications, reviews and private links. */
@NullMarked
package io.campusfigshare.sandbox.drafts;

import org.jspecify.annotations.NullMarked;
