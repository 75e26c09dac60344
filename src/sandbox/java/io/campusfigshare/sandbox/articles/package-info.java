/**
 * The public API: routes of articles, collections, projects, files and vocabularies, with search and downloads. The
 * account API uses {@link io.campusfigshare.sandbox.articles.ArticleRoutes} to write records and list entries. This
 * package knows nothing of accounts or drafts.
 */
@NullMarked
package io.campusfigshare.sandbox.articles;

import org.jspecify.annotations.NullMarked;
