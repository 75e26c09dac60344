/** The statistics API. */
@NullMarked
package io.campusfigshare.sandbox.stats;

import org.jspecify.annotations.NullMarked;
