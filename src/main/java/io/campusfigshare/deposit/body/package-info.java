/** Request bodies: JSON, multipart forms and streams. */
@NullMarked
package io.campusfigshare.deposit.body;

import org.jspecify.annotations.NullMarked;
