/** Parameters and bodies of requests, and what refuses them. */
@NullMarked
package io.campusfigshare.sandbox.http;

import org.jspecify.annotations.NullMarked;
