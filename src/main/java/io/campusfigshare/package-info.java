/**
 * The application: its start and stop, the checks of the configuration at the start, and {@code CampusConfig}, the
 * settings of the institution, which every other package may use. This package uses no other package of the service.
 */
@NullMarked
package io.campusfigshare;

import org.jspecify.annotations.NullMarked;
