/**
 * OAI-PMH and ResourceSync for the public articles. Knows nothing of accounts or drafts.
 */
@NullMarked
package io.campusfigshare.sandbox.oai;

import org.jspecify.annotations.NullMarked;
