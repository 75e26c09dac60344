/**
 * The accounts of the institution, for the staff who administer them. {@code AccountResource} answers from the
 * directory in the catalogue, which a job copies from Figshare; nothing is called for a request.
 */
@NullMarked
package io.campusfigshare.account;

import org.jspecify.annotations.NullMarked;
