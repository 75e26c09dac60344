/** A Figshare inside the process: seeded, stateful, and ready to misbehave on request. */
@NullMarked
package io.campusfigshare.sandbox;

import org.jspecify.annotations.NullMarked;
