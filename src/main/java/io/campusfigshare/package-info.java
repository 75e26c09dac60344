/** One service between a university's systems and Figshare: what every feature knows of the campus. */
@NullMarked
package io.campusfigshare;

import org.jspecify.annotations.NullMarked;
