/**
 * The statistics API with invented counts of the public articles. Knows nothing of accounts or drafts.
 */
@NullMarked
package io.campusfigshare.sandbox.stats;

import org.jspecify.annotations.NullMarked;
