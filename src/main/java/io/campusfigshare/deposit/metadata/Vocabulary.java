package io.campusfigshare.deposit.metadata;

import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one depositor may choose from, as Figshare lists it. Asked only for what the metadata name. */
interface Vocabulary {

    /** Those that the depositor's account may use, which are not everybody's (FACTS 4.2). */
    List<License> licenses();

    /** Those that the depositor's account may use. */
    List<Category> categories();

    List<ItemType> itemTypes();

    /**
     * Those of a group.
     *
     * @param group null for the depositor's own
     */
    List<CustomField> customFields(@Nullable Long group);

    /** Figshare's numbers of the groups, by code. */
    Map<String, Long> departments();

    /** Whether a campus id may be looked up for whoever chooses. */
    boolean mayLookUp(String campusId);

    /** Figshare's number of the author who has this campus id, which is the account's {@code user_id} and not its id. */
    OptionalLong authorWithCampusId(String campusId);

    /**
     * The same for an ORCID iD.
     *
     * @param orcid without resolver
     */
    OptionalLong authorWithOrcid(String orcid);
}
