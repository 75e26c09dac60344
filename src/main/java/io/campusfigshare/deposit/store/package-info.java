/** Deposits and their files in PostgreSQL, and the leases on them. */
@NullMarked
package io.campusfigshare.deposit.store;

import org.jspecify.annotations.NullMarked;
