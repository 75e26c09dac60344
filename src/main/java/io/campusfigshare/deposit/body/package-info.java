/**
 * Request bodies: {@code StreamedBodies} and {@code StreamedBody} read a body as a stream, {@code Multipart} reads a
 * form, and {@code NewDeposit} and {@code Examples} describe bodies in
 * the contract. This room does not know what a body is used for.
 */
@NullMarked
package io.campusfigshare.deposit.body;

import org.jspecify.annotations.NullMarked;
