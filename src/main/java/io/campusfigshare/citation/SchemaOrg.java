package io.campusfigshare.citation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemFile;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.PublicationDates;
import io.campusfigshare.crosswalk.ResourceType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts items to JSON-LD in schema.org's vocabulary, for websites that search engines index. */
final class SchemaOrg {

    private static final String CONTEXT = "https://schema.org";

    private SchemaOrg() {}

    /** Combines several works into one document. */
    static ObjectNode graph(List<ObjectNode> works) {
        ObjectNode graph = JsonNodeFactory.instance.objectNode().put("@context", CONTEXT);
        ArrayNode all = graph.putArray("@graph");
        works.forEach(work -> {
            work.remove("@context");
            all.add(work);
        });
        return graph;
    }

    static ObjectNode of(Item item, String publisher) {
        ResourceType type = ResourceType.of(item);
        ObjectNode work = JsonNodeFactory.instance
                .objectNode()
                .put("@context", CONTEXT)
                .put("@type", type.schemaOrg())
                .put("@id", LandingPage.persistent(item));
        ArrayNode identifiers = work.putArray("identifier");
        identifier(identifiers, "doi", item.doi());
        identifier(identifiers, "handle", item.handle());
        identifiers.add(item.url());
        putLine(work, "url", LandingPage.page(item));
        putLine(work, "name", item.title());
        if (item.description() != null) {
            work.put("description", PlainText.of(item.description()));
        }
        ArrayNode authors = work.putArray("author");
        AuthorName.of(item).forEach(name -> author(name, authors.addObject()));
        work.putObject("publisher").put("@type", "Organization").put("name", PlainText.line(publisher));
        date(work, "datePublished", item.published());
        date(work, "dateCreated", item.created());
        date(work, "dateModified", item.modified());
        putLine(work, "version", item.version() == null ? null : item.version().toString());
        if (item.keywords() != null) {
            ArrayNode keywords = work.putArray("keywords");
            item.keywords().forEach(keyword -> keywords.add(PlainText.line(keyword)));
        }
        Item.License license = item.license();
        if (license != null) {
            putLine(
                    work,
                    "license",
                    Signposting.license(license) != null ? Signposting.license(license) : license.name());
        }
        access(item, work);
        putLine(work, "thumbnailUrl", item.thumbnail());
        funding(item, work);
        files(item, work.putArray(type.schemaOrg().equals("Dataset") ? "distribution" : "associatedMedia"), type);
        return work;
    }

    private static void identifier(ArrayNode identifiers, String scheme, @Nullable String value) {
        if (value != null) {
            identifiers
                    .addObject()
                    .put("@type", "PropertyValue")
                    .put("propertyID", scheme)
                    .put("value", PlainText.line(value));
        }
    }

    private static void author(AuthorName name, ObjectNode author) {
        author.put("@type", name.isPerson() ? "Person" : "Organization");
        putLine(author, "@id", name.orcid());
        putLine(author, "name", name.fullName());
        putLine(author, "givenName", name.given());
        putLine(author, "familyName", name.family());
    }

    private static void access(Item item, ObjectNode work) {
        if (item.access() == null) {
            return;
        }
        work.put("isAccessibleForFree", item.access() == AccessLevel.OPEN);
        Item.Embargo embargo = item.embargo();
        putLine(
                work,
                "conditionsOfAccess",
                switch (item.access()) {
                    case OPEN -> null;
                    case EMBARGOED ->
                        embargo == null || embargo.until() == null
                                ? "Under embargo"
                                : "Under embargo until " + PublicationDates.day(embargo.until());
                    case RESTRICTED -> "Restricted access";
                    case METADATA_ONLY -> "Metadata only";
                });
    }

    private static void funding(Item item, ObjectNode work) {
        if (item.funding() == null || item.funding().isEmpty()) {
            return;
        }
        ArrayNode grants = work.putArray("funding");
        for (Item.Funding funding : item.funding()) {
            ObjectNode grant = grants.addObject().put("@type", "Grant");
            putLine(grant, "identifier", funding.grant());
            putLine(grant, "name", funding.title());
            putLine(grant, "url", funding.url());
            if (funding.funder() != null) {
                grant.putObject("funder").put("@type", "Organization").put("name", PlainText.line(funding.funder()));
            }
        }
    }

    private static void files(Item item, ArrayNode files, ResourceType type) {
        for (ItemFile file : item.files() == null ? List.<ItemFile>of() : item.files()) {
            ObjectNode download = files.addObject()
                    .put("@type", type.schemaOrg().equals("Dataset") ? "DataDownload" : "MediaObject")
                    .put("contentUrl", file.url());
            putLine(download, "name", file.name());
            putLine(download, "contentSize", file.size() == null ? null : file.size() + " B");
            putLine(download, "encodingFormat", file.mediaType());
        }
    }

    private static void date(ObjectNode work, String name, @Nullable Instant moment) {
        if (moment != null) {
            work.put(name, PublicationDates.day(moment).toString());
        }
    }

    private static void putLine(ObjectNode object, String name, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            object.put(name, PlainText.line(text));
        }
    }
}
