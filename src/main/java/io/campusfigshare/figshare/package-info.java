/**
 * Access to Figshare's hosts for the whole service: settings, headers, lenient JSON, failures, dates, licenses and item
 * types. Its public entry points are {@code FigshareApi}, {@code FigshareStats}, {@code FigshareOai} and
 * {@code FigsharePortal}; {@code FigshareFailure} is the only failure that they report. The package knows no REST
 * resource of ours, no catalogue and no deposit.
 */
@NullMarked
package io.campusfigshare.figshare;

import org.jspecify.annotations.NullMarked;
