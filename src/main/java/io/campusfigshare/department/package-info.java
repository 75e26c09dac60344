/** The institution's departments, as a tree, and their items. */
@NullMarked
package io.campusfigshare.department;

import org.jspecify.annotations.NullMarked;
