/**
 * The JSON answers of the secured door, each a record with its description in the contract. They are built by the
 * resources' classes in the room above, from what {@code store} has and what Figshare answers. They call nothing and
 * know no caller.
 */
@NullMarked
package io.campusfigshare.deposit.answer;

import org.jspecify.annotations.NullMarked;
