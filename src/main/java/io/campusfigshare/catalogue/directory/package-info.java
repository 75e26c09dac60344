/**
 * Departments and people ({@link io.campusfigshare.catalogue.directory.Directory}) and vocabularies ({@link
 * io.campusfigshare.catalogue.directory.Vocabularies}) of the institution, with the jobs that copy them from Figshare.
 * The administrator's token does not leave this package.
 */
@NullMarked
package io.campusfigshare.catalogue.directory;

import org.jspecify.annotations.NullMarked;
