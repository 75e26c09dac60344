/**
 * The OAI-PMH 2.0 provider at {@code /oai}. {@code OaiRequest} checks the arguments, {@code Repository} answers the
 * verbs, {@code Records} and {@code Sets} read the catalogue. Only {@code OaiResource} is public.
 */
@NullMarked
package io.campusfigshare.harvest.oai;

import org.jspecify.annotations.NullMarked;
