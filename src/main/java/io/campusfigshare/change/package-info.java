/**
 * The feed of created, updated and withdrawn items, for services that keep copies. {@link ChangeResource} and {@link
 * ChangePage} are its public classes. The room reads only the catalogue; it does not call Figshare and does not know
 * SQL.
 */
@NullMarked
package io.campusfigshare.change;

import org.jspecify.annotations.NullMarked;
