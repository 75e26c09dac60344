package io.campusfigshare.deposit.metadata;

import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The values that one depositor may choose, as Figshare lists them. Each list is read only if the metadata need it. */
interface Vocabulary {

    /** Returns the licenses of the depositor's account, which differ from the public ones (FACTS 4.2). */
    List<License> licenses();

    /** Returns the categories of the depositor's account. */
    List<Category> categories();

    List<ItemType> itemTypes();

    /**
     * Returns the custom fields of a group.
     *
     * @param group null for the depositor's group
     */
    List<CustomField> customFields(@Nullable Long group);

    /** Returns Figshare's numbers of the groups, by code. */
    Map<String, Long> departments();

    /** Returns whether the caller may look up a campus id. */
    boolean mayLookUp(String campusId);

    /**
     * Returns Figshare's number of the author with this campus id: the account's {@code user_id}, not its {@code id}.
     */
    OptionalLong authorWithCampusId(String campusId);

    /**
     * Returns Figshare's number of the author with this ORCID iD.
     *
     * @param orcid without the resolver
     */
    OptionalLong authorWithOrcid(String orcid);
}
