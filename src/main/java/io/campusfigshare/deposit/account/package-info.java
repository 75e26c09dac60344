/** Figshare's account API, called on behalf of a person. */
@NullMarked
package io.campusfigshare.deposit.account;

import org.jspecify.annotations.NullMarked;
