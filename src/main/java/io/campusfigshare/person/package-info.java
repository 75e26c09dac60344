/** People and their items. */
@NullMarked
package io.campusfigshare.person;

import org.jspecify.annotations.NullMarked;
