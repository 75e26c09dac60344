package io.campusfigshare.catalogue.article;

import org.jspecify.annotations.Nullable;

/** A version of an {@link Article} in the list of its versions. */
record ArticleVersion(@Nullable Integer version) {}
