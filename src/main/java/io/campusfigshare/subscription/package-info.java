/**
 * Webhooks: {@code SubscriptionResource} is where client programs subscribe, {@code Deliveries} sends them the events
 * of the outbox, each signed ({@code Signature}) and only to permitted addresses ({@code Destinations}). The events are
 * written by triggers of the database (V13_1), in the transaction of the change.
 */
@NullMarked
package io.campusfigshare.subscription;

import org.jspecify.annotations.NullMarked;
