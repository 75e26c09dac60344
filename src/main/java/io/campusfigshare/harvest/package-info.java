/**
 * Protocols for harvesters, with which others copy the institution's items: {@code oai} has OAI-PMH 2.0 and
 * {@code resourcesync} has ResourceSync. Only their JAX-RS resources are public. Both read the catalogue's tables and
 * do not know how these are filled.
 */
@NullMarked
package io.campusfigshare.harvest;

import org.jspecify.annotations.NullMarked;
