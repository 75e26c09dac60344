package io.campusfigshare.crosswalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts items to DataCite's metadata, kernel 4.6, as JSON in the form of DataCite's REST API. */
public final class DataCite {

    public static final String NAMESPACE = "http://datacite.org/schema/kernel-4";
    public static final String SCHEMA = "https://schema.datacite.org/meta/kernel-4.6/metadata.xsd";

    /** DataCite's value for an unknown mandatory property (appendix 3 of its documentation). */
    private static final String UNAVAILABLE = "(:unav)";

    private DataCite() {}

    /**
     * Returns the item's metadata as JSON.
     *
     * @param publisher the publisher of the item; not blank
     */
    public static ObjectNode json(Item item, String publisher) {
        ResourceType type = ResourceType.of(item);
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("id", LandingPage.persistent(item));
        put(record, "doi", item.doi());
        record.put("url", LandingPage.page(item));
        record.putObject("types")
                .put("resourceTypeGeneral", type.dataCite())
                .put("resourceType", item.type() == null ? type.dataCite() : PlainText.line(item.type()))
                .put("schemaOrg", type.schemaOrg())
                .put("citeproc", type.csl())
                .put("bibtex", type.bibTex())
                .put("ris", type.ris());
        ArrayNode creators = record.putArray("creators");
        AuthorName.of(item).forEach(name -> creators.add(creator(name)));
        if (creators.isEmpty()) {
            creators.addObject().put("name", UNAVAILABLE);
        }
        record.putArray("titles")
                .addObject()
                .put("title", item.title() == null ? UNAVAILABLE : PlainText.line(item.title()));
        record.putObject("publisher").put("name", PlainText.line(publisher));
        LocalDate published = PublicationDates.published(item);
        // The schema requires four digits; zeros stand for an unknown year.
        record.put("publicationYear", published == null ? "0000" : "%04d".formatted(published.getYear()));
        subjects(item, record.putArray("subjects"));
        dates(item, record.putArray("dates"));
        alternateIdentifiers(item, record.putArray("alternateIdentifiers"));
        DataCiteRelations.add(item, record.putArray("relatedIdentifiers"));
        if (item.size() != null && item.size() > 0) {
            record.putArray("sizes").add(item.size() + " bytes");
        }
        List<ItemFile> files = item.files() == null ? List.of() : item.files();
        ArrayNode formats = record.putArray("formats");
        files.stream()
                .map(ItemFile::mediaType)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(format -> formats.add(PlainText.line(format)));
        put(record, "version", item.version() == null ? null : item.version().toString());
        rights(item, record.putArray("rightsList"));
        if (item.description() != null) {
            record.putArray("descriptions")
                    .addObject()
                    .put("description", PlainText.of(item.description()))
                    .put("descriptionType", "Abstract");
        }
        funding(item, record.putArray("fundingReferences"));
        record.put("schemaVersion", NAMESPACE);
        return record;
    }

    private static ObjectNode creator(AuthorName name) {
        ObjectNode creator = JsonNodeFactory.instance.objectNode().put("name", name.inverted());
        creator.put("nameType", name.isPerson() ? "Personal" : "Organizational");
        put(creator, "givenName", name.given());
        put(creator, "familyName", name.family());
        if (name.orcid() != null) {
            creator.putArray("nameIdentifiers")
                    .addObject()
                    .put("nameIdentifier", name.orcid())
                    .put("nameIdentifierScheme", "ORCID")
                    .put("schemeUri", "https://orcid.org");
        }
        return creator;
    }

    private static void subjects(Item item, ArrayNode subjects) {
        for (Item.Category category : item.categories() == null ? List.<Item.Category>of() : item.categories()) {
            if (category.title() != null) {
                ObjectNode subject = subjects.addObject().put("subject", PlainText.line(category.title()));
                put(subject, "classificationCode", code(category.sourceId()));
            }
        }
        for (String keyword : item.keywords() == null ? List.<String>of() : item.keywords()) {
            subjects.addObject().put("subject", PlainText.line(keyword));
        }
    }

    /** Returns the code if it is valid as a URI, which the schema requires; else null. */
    private static @Nullable String code(@Nullable String sourceId) {
        return sourceId != null && sourceId.matches("[A-Za-z0-9._-]+") ? sourceId : null;
    }

    private static void dates(Item item, ArrayNode dates) {
        date(dates, "Created", item.created());
        date(dates, "Issued", item.published());
        date(dates, "Updated", item.modified());
        Item.Timeline timeline = item.timeline();
        if (timeline != null) {
            date(dates, "Submitted", timeline.submitted());
            date(dates, "Accepted", timeline.publisherAcceptance());
        }
        if (item.embargo() != null && item.embargo().until() != null) {
            date(dates, "Available", item.embargo().until());
        } else if (item.access() == AccessLevel.OPEN && timeline != null) {
            date(dates, "Available", timeline.firstOnline());
        }
    }

    private static void date(ArrayNode dates, String type, @Nullable Instant moment) {
        if (moment != null) {
            dates.addObject()
                    .put("date", PublicationDates.day(moment).toString())
                    .put("dateType", type);
        }
    }

    private static void alternateIdentifiers(Item item, ArrayNode identifiers) {
        if (item.doi() != null && item.handle() != null) {
            identifiers
                    .addObject()
                    .put("alternateIdentifier", PlainText.line(item.handle()))
                    .put("alternateIdentifierType", "Handle");
        }
        identifiers.addObject().put("alternateIdentifier", item.url()).put("alternateIdentifierType", "URL");
    }

    private static void rights(Item item, ArrayNode rights) {
        Item.License license = item.license();
        if (license != null) {
            String text = license.name() != null ? license.name() : license.spdx();
            ObjectNode right = rights.addObject()
                    .put("rights", PlainText.line(text != null ? text : Objects.requireNonNullElse(license.url(), "")));
            put(right, "rightsUri", LandingPage.asciiUrl(license.url()));
            if (license.spdx() != null) {
                right.put("rightsIdentifier", license.spdx())
                        .put("rightsIdentifierScheme", "SPDX")
                        .put("schemeUri", "https://spdx.org/licenses/");
            }
        }
        if (item.access() != null) {
            switch (item.access()) {
                case OPEN -> access(item, rights, "open access", "c_abf2");
                case EMBARGOED -> access(item, rights, "embargoed access", "c_f1cf");
                case RESTRICTED -> access(item, rights, "restricted access", "c_16ec");
                case METADATA_ONLY -> access(item, rights, "metadata only access", "c_14cb");
            }
        }
    }

    /** Adds the access in the two forms that OpenAIRE requires: COAR's vocabulary, and info:eu-repo for data. */
    private static void access(Item item, ArrayNode rights, String text, String coar) {
        rights.addObject().put("rights", text).put("rightsUri", "http://purl.org/coar/access_right/" + coar);
        rights.addObject().put("rights", text).put("rightsUri", EuRepo.access(item.access()));
    }

    private static void funding(Item item, ArrayNode references) {
        for (Item.Funding funding : item.funding() == null ? List.<Item.Funding>of() : item.funding()) {
            // Older records have one text for the whole funding.
            String funder = funding.funder() != null ? funding.funder() : funding.title();
            if (funder == null) {
                continue;
            }
            ObjectNode reference = references.addObject().put("funderName", PlainText.line(funder));
            put(reference, "awardNumber", funding.grant());
            put(reference, "awardUri", funding.grant() == null ? null : LandingPage.asciiUrl(funding.url()));
            put(reference, "awardTitle", funding.funder() == null ? null : funding.title());
        }
    }

    private static void put(ObjectNode object, String name, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            object.put(name, PlainText.line(text));
        }
    }
}
