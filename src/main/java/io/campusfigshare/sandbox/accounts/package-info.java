/** The account API: accounts, authors, impersonation and tokens. */
@NullMarked
package io.campusfigshare.sandbox.accounts;

import org.jspecify.annotations.NullMarked;
