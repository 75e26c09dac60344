/**
 * The audit trail: each call to Figshare, by whom and for whom, in a chain of hashes. {@code AuditTrail} writes and
 * reads entries, {@code AuditChain} verifies the chain and anchors its end, {@code AuditKeys} signs the anchors. This
 * room calls no Figshare API and does not know what an action means.
 */
@NullMarked
package io.campusfigshare.audit;

import org.jspecify.annotations.NullMarked;
