/** How often items, people, departments and collections are viewed, downloaded and shared. */
@NullMarked
package io.campusfigshare.usage;

import org.jspecify.annotations.NullMarked;
