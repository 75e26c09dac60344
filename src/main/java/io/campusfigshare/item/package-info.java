/** Read and search items: detail, versions, files. */
@NullMarked
package io.campusfigshare.item;

import org.jspecify.annotations.NullMarked;
