/**
 * Injected faults and the writing of answers, to which they apply. {@link io.campusfigshare.sandbox.faults.FaultFilter}
 * delays or replaces answers and {@link io.campusfigshare.sandbox.faults.Reply} alters them; all routes answer through
 * it. This package knows no API of Figshare.
 */
@NullMarked
package io.campusfigshare.sandbox.faults;

import org.jspecify.annotations.NullMarked;
