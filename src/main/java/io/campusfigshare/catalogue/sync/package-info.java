/** The jobs that copy Figshare's records into the catalogue. */
@NullMarked
package io.campusfigshare.catalogue.sync;

import org.jspecify.annotations.NullMarked;
