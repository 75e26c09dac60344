/** The steps of a deposit from its acceptance to its publication, each repeatable after a stop. */
@NullMarked
package io.campusfigshare.deposit.workflow;

import org.jspecify.annotations.NullMarked;
