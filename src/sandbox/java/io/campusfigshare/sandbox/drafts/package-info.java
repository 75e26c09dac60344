/**
 * The account API for articles: drafts, their files, publications, embargoes, reviews and private links.
 * {@link io.campusfigshare.sandbox.drafts.AccountApi} adds all routes that require a token; the control API changes
 * {@link io.campusfigshare.sandbox.drafts.AccountArticles}. This package does not know the server.
 */
@NullMarked
package io.campusfigshare.sandbox.drafts;

import org.jspecify.annotations.NullMarked;
