/**
 * Articles: the items as Figshare writes them, read from its API and made into items. {@code Articles} reads them;
 * {@code Article} maps one.
 */
@NullMarked
package io.campusfigshare.catalogue.article;

import org.jspecify.annotations.NullMarked;
