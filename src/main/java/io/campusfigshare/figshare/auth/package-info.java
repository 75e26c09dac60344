/** Tokens and credentials for Figshare. */
@NullMarked
package io.campusfigshare.figshare.auth;

import org.jspecify.annotations.NullMarked;
