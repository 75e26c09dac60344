/**
 * The resource of the institution's departments and their items. {@link DepartmentResource} and the pages of the
 * contract are its public classes. The room reads only the catalogue; it does not call Figshare and does not know SQL.
 */
@NullMarked
package io.campusfigshare.department;

import org.jspecify.annotations.NullMarked;
