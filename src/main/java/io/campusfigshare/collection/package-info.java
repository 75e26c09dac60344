/**
 * The resources of the institution's collections and projects, and their items. {@link CollectionResource} and {@link
 * ProjectResource} are its public classes. The room reads only the catalogue; it does not call Figshare and does not
 * know SQL.
 */
@NullMarked
package io.campusfigshare.collection;

import org.jspecify.annotations.NullMarked;
