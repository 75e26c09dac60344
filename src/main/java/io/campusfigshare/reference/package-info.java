/** What forms need: categories, licenses and item types. */
@NullMarked
package io.campusfigshare.reference;

import org.jspecify.annotations.NullMarked;
