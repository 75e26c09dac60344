/** The upload host. */
@NullMarked
package io.campusfigshare.sandbox.uploads;

import org.jspecify.annotations.NullMarked;
