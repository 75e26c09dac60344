/**
 * Holds the metadata of a deposit: reading, validation and translation into Figshare's fields. Other packages use
 * {@code DepositRequest}, {@code DepositVocabularies}, {@code Embargo}, {@code Marker}, {@code
 * PublicationRequirements}, {@code RichText}, {@code Authors} and {@code Violations}. Must not know stored deposits,
 * files or the steps of the workflow.
 */
@NullMarked
package io.campusfigshare.deposit.metadata;

import org.jspecify.annotations.NullMarked;
