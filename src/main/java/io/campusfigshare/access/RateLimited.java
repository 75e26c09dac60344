package io.campusfigshare.access;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks a resource whose answers have the RateLimit fields of {@link RateLimits}. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {}
