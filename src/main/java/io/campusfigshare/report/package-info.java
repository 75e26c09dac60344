/**
 * Reports for the managers of the repository: items under embargo, and items with incomplete metadata. {@link
 * ReportResource} and the pages of the contract are its public classes. The room reads only the catalogue; it does not
 * call Figshare and does not know SQL.
 */
@NullMarked
package io.campusfigshare.report;

import org.jspecify.annotations.NullMarked;
