/** The way of a file from the request to Figshare's upload host. */
@NullMarked
package io.campusfigshare.deposit.file;

import org.jspecify.annotations.NullMarked;
