/**
 * The client of Figshare's upload service, which receives files in parts. {@code UploadHost} and {@code Upload} are its
 * only public classes. It is given an address and bytes; it knows neither deposits nor credentials.
 */
@NullMarked
package io.campusfigshare.figshare.upload;

import org.jspecify.annotations.NullMarked;
