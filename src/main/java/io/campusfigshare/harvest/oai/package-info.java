/** OAI-PMH 2.0. */
@NullMarked
package io.campusfigshare.harvest.oai;

import org.jspecify.annotations.NullMarked;
