/**
 * Parsing of requests: parameters, JSON bodies, pages and dates, and the rejection that invalid ones cause. Knows no
 * other package of the sandbox.
 */
@NullMarked
package io.campusfigshare.sandbox.http;

import org.jspecify.annotations.NullMarked;
