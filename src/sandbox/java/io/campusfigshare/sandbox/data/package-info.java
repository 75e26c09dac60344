/**
 * The public records of the sandbox: seeded and generated articles, collections and projects, their versions and file
 * contents. {@link io.campusfigshare.sandbox.data.SandboxData} is the entry point. This package knows nothing of
 * routes, accounts or faults.
 */
@NullMarked
package io.campusfigshare.sandbox.data;

import org.jspecify.annotations.NullMarked;
