/** The secured door: deposits on behalf of people. */
@NullMarked
package io.campusfigshare.deposit;

import org.jspecify.annotations.NullMarked;
