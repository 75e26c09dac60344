/** Items and lists of them as citations, in many formats, and the links between all of these; shared by those who answer items. */
@NullMarked
package io.campusfigshare.citation;

import org.jspecify.annotations.NullMarked;
