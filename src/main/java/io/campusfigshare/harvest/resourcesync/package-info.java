/**
 * ResourceSync (ANSI/NISO Z39.99-2017): source description, capability list, resource list and change list. {@code
 * Resources} reads the catalogue, {@code Sitemap} writes the documents. Only {@code ResourceSyncResource} is public.
 */
@NullMarked
package io.campusfigshare.harvest.resourcesync;

import org.jspecify.annotations.NullMarked;
