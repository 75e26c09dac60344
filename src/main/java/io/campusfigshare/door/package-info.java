/** What every request passes before anything looks at its path: limits, request id and the headers of every answer. */
@NullMarked
package io.campusfigshare.door;

import org.jspecify.annotations.NullMarked;
