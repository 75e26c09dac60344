/** ResourceSync (ANSI/NISO Z39.99-2017). */
@NullMarked
package io.campusfigshare.harvest.resourcesync;

import org.jspecify.annotations.NullMarked;
