/** Items in the vocabularies of others; no feature: whoever answers in one of them asks here. */
@NullMarked
package io.campusfigshare.crosswalk;

import org.jspecify.annotations.NullMarked;
