/**
 * Holds the upload of a file from the request to Figshare's upload host: spooling, digests, parts, verification. Other
 * packages use {@code FileWorkflow} (the steps of a file), {@code FileUpload}, {@code ItemFiles} (the files of a record
 * at Figshare), {@code Digests} and {@code Spool}. Must not know the state of the deposit or the HTTP resource.
 */
@NullMarked
package io.campusfigshare.deposit.file;

import org.jspecify.annotations.NullMarked;
