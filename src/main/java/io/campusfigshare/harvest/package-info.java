/** The institution as a repository, for those who harvest it. */
@NullMarked
package io.campusfigshare.harvest;

import org.jspecify.annotations.NullMarked;
