/** PostgreSQL: queries, transactions, the jobs that replicas share. */
@NullMarked
package io.campusfigshare.catalogue.database;

import org.jspecify.annotations.NullMarked;
