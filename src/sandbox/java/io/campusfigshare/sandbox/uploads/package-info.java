/**
 * The upload host, which receives the parts of files. Drafts create uploads with {@link
 * io.campusfigshare.sandbox.uploads.Uploads} and complete them. This package knows nothing of accounts, drafts or
 * records.
 */
@NullMarked
package io.campusfigshare.sandbox.uploads;

import org.jspecify.annotations.NullMarked;
