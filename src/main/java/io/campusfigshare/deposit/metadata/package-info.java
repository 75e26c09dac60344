/** The metadata of a deposit: reading, validation and translation into Figshare's fields. */
@NullMarked
package io.campusfigshare.deposit.metadata;

import org.jspecify.annotations.NullMarked;
