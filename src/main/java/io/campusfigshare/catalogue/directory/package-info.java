/** People, departments and vocabularies of the institution. */
@NullMarked
package io.campusfigshare.catalogue.directory;

import org.jspecify.annotations.NullMarked;
