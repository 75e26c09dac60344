/**
 * Holds the steps of a deposit from its acceptance to its publication, each repeatable after a crash, and the
 * background jobs that find lost and late drafts. Other packages use {@code DepositWorkflow}, {@code Publication},
 * {@code SentCreates} and the jobs {@code LateDrafts}, {@code MarkerCheck} and {@code UnfinishedCalls}. Must not know
 * HTTP requests and responses.
 */
@NullMarked
package io.campusfigshare.deposit.workflow;

import org.jspecify.annotations.NullMarked;
