/** What people look at: the web components, the lists of outputs as HTML, and the page at {@code /}. */
@NullMarked
package io.campusfigshare.web;

import org.jspecify.annotations.NullMarked;
