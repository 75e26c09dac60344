/**
 * Holds deposits, their files and Idempotency-Keys in PostgreSQL, and the leases on them. Other packages use the stores
 * ({@code DepositStore}, {@code FileStore}, {@code IdempotencyKeys}, {@code FileCompleteness}), the leases, the stored
 * records and their states, {@code DeclaredFile}, {@code FileName} and {@code Pause}. Must not know Figshare's API or
 * the workflow.
 */
@NullMarked
package io.campusfigshare.deposit.store;

import org.jspecify.annotations.NullMarked;
