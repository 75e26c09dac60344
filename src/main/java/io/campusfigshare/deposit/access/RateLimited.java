package io.campusfigshare.deposit.access;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A resource whose answers tell the caller what {@link RateLimits} leave them. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {}
