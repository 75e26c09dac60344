/**
 * The catalogue: the institution's records, copied from Figshare to PostgreSQL. This package contains its configuration
 * only; the packages below read, write and search it.
 */
@NullMarked
package io.campusfigshare.catalogue;

import org.jspecify.annotations.NullMarked;
