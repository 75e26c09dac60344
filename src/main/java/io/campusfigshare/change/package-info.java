/** What was created, updated and withdrawn, for those who keep copies. */
@NullMarked
package io.campusfigshare.change;

import org.jspecify.annotations.NullMarked;
