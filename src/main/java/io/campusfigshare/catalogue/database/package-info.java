/**
 * PostgreSQL: queries and transactions ({@link io.campusfigshare.catalogue.database.Database}), jobs that only one
 * replica runs at a time ({@link io.campusfigshare.catalogue.database.BackgroundJobs}), and records to retry ({@link
 * io.campusfigshare.catalogue.database.FailedRecords}). The package knows no items, collections or people.
 */
@NullMarked
package io.campusfigshare.catalogue.database;

import org.jspecify.annotations.NullMarked;
