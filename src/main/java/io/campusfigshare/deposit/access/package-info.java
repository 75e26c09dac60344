/** Who calls the secured door, for whom, and how often. */
@NullMarked
package io.campusfigshare.deposit.access;

import org.jspecify.annotations.NullMarked;
