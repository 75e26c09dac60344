/** Faults that a test asks for, and the replies that show them. */
@NullMarked
package io.campusfigshare.sandbox.faults;

import org.jspecify.annotations.NullMarked;
