/** Figshare's upload host. */
@NullMarked
package io.campusfigshare.figshare.upload;

import org.jspecify.annotations.NullMarked;
