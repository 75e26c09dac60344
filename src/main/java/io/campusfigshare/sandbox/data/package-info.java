/** The records that the sandbox holds. */
@NullMarked
package io.campusfigshare.sandbox.data;

import org.jspecify.annotations.NullMarked;
