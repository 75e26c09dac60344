/** The audit trail: what was done at Figshare, by whom and for whom, in a chain of hashes. */
@NullMarked
package io.campusfigshare.deposit.audit;

import org.jspecify.annotations.NullMarked;
