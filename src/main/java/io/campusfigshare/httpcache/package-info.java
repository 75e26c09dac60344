/** The response cache: keeps finished answers of any public read and serves them by HTTP's own rules; knows nothing of items. */
@NullMarked
package io.campusfigshare.httpcache;

import org.jspecify.annotations.NullMarked;
