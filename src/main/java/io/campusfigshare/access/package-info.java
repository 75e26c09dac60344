/**
 * The callers of the secured door and their permissions. {@code Callers} reads the caller from the token, {@code
 * Caller} says for whom they may act, {@code SecuredDoor} closes the door if it is not configured, and {@code
 * RateLimits} limits the requests. {@code Depositor} and {@code ImpersonationContext} name the person whom a call to
 * Figshare is made for. This room calls neither Figshare nor the database.
 */
@NullMarked
package io.campusfigshare.access;

import org.jspecify.annotations.NullMarked;
