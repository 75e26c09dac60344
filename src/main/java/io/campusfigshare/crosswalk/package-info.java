/**
 * The mapping of items to the vocabularies and metadata formats of others: DataCite, Dublin Core, info:eu-repo, names,
 * dates, publishers and resource types. The packages {@code citation} and {@code harvest} use it. It knows the
 * catalogue's records and neither HTTP nor Figshare's API.
 */
@NullMarked
package io.campusfigshare.crosswalk;

import org.jspecify.annotations.NullMarked;
