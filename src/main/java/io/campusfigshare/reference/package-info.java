/**
 * The resource of vocabularies for forms: categories, licenses, item types and custom fields. {@link ReferenceResource}
 * and the pages of the contract are its public classes. The room does not know how vocabularies are read from Figshare.
 */
@NullMarked
package io.campusfigshare.reference;

import org.jspecify.annotations.NullMarked;
