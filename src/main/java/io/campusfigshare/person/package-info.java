/**
 * The resource of people with public items. {@link PersonResource} and the pages of the contract are its public
 * classes. The room reads only the catalogue; it does not call Figshare and does not know SQL.
 */
@NullMarked
package io.campusfigshare.person;

import org.jspecify.annotations.NullMarked;
