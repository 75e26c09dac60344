/** The institution's collections and projects. */
@NullMarked
package io.campusfigshare.collection;

import org.jspecify.annotations.NullMarked;
