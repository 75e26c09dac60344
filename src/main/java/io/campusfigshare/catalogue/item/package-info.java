/** Items, collections and projects in our shape, made of Figshare's records. */
@NullMarked
package io.campusfigshare.catalogue.item;

import org.jspecify.annotations.NullMarked;
