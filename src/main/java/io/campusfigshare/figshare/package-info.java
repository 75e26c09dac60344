/** What is true of every call to Figshare: configuration, headers, failures, guard and pace. */
@NullMarked
package io.campusfigshare.figshare;

import org.jspecify.annotations.NullMarked;
