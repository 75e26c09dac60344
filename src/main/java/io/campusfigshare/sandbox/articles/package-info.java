/** Public articles, collections and files: lists, search, downloads. */
@NullMarked
package io.campusfigshare.sandbox.articles;

import org.jspecify.annotations.NullMarked;
