/** OAI-PMH and ResourceSync. */
@NullMarked
package io.campusfigshare.sandbox.oai;

import org.jspecify.annotations.NullMarked;
