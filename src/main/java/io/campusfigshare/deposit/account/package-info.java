/**
 * Calls to Figshare's account API on behalf of a person. {@code AccountApi} makes the calls, {@code RecordDeletion}
 * deletes records, {@code AdministratorRecords} reads and changes the administrator's own, and {@code Depositors} finds
 * the account of a person. Each call leaves an entry in the audit trail. This room does not know the steps of a
 * deposit, only the store's list of records.
 */
@NullMarked
package io.campusfigshare.deposit.account;

import org.jspecify.annotations.NullMarked;
