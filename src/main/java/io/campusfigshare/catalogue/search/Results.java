package io.campusfigshare.catalogue.search;

import java.util.List;

/**
 * One page of results.
 *
 * @param total the number of results on all pages
 */
public record Results<T>(List<T> items, long total) {}
