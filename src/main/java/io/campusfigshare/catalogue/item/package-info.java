/**
 * Items, collections and projects as this API shows them, and their conversion from Figshare's JSON. Other packages
 * read items from Figshare with {@link io.campusfigshare.catalogue.article.Articles} and {@link
 * io.campusfigshare.catalogue.article.ArticleFiles}. The package knows nothing of the catalogue's SQL, except for
 * usage.
 */
@NullMarked
package io.campusfigshare.catalogue.item;

import org.jspecify.annotations.NullMarked;
