package io.campusfigshare.harvest.resourcesync;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.httpcache.UncachedResponses;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The resources {@code /.well-known/resourcesync} and {@code /resourcesync}. */
@Path("/")
@Produces(ResourceSyncResource.TYPE)
@Tag(name = "Harvest")
public class ResourceSyncResource {

    static final String TYPE = "application/xml";

    private static final String DESCRIPTION = "/.well-known/resourcesync";
    private static final String CAPABILITIES = "/resourcesync/capabilitylist.xml";
    private static final String RESOURCES = "/resourcesync/resourcelist.xml";
    private static final String CHANGES = "/resourcesync/changelist.xml";

    private static final String EXAMPLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/">
              <rs:ln rel="up" href="http://localhost:8080/resourcesync/capabilitylist.xml"/>
              <rs:md capability="resourcelist" at="2026-11-22T10:15:30Z"/>
              <url>
                <loc>http://localhost:8080/v1/items/123456/files/3074543</loc>
                <rs:md hash="md5:eb5c9c6b278b533f98aa02feae57c266" length="470683"/>
                <rs:ln rel="describedby" href="http://localhost:8080/v1/items/123456/formats/json"/>
              </url>
            </urlset>
            """;

    private final Resources resources;
    private final Catalogue catalogue;
    private final String base;
    private final ResourceEntries entries;
    private final XMLOutputFactory xml = XMLOutputFactory.newDefaultFactory();

    ResourceSyncResource(Resources resources, Catalogue catalogue, CampusConfig campus) {
        this.resources = resources;
        this.catalogue = catalogue;
        this.base = CampusConfig.base(campus);
        this.entries = new ResourceEntries(base);
    }

    @GET
    @Path(DESCRIPTION)
    @RunOnVirtualThread
    @Operation(
            operationId = "describeResourceSync",
            summary = "Get the source description",
            description =
                    "The entry point of ResourceSync; it links to the capability list (ANSI/NISO Z39.99-2017, section 6.3.1).")
    @APIResponse(
            responseCode = "200",
            description = "The source description.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> description(@Context HttpHeaders headers) {
        return answer(headers, "urlset", sitemap -> {
            sitemap.metadata(Map.of("capability", "description"));
            writeCapability(sitemap, "url", CAPABILITIES, "capabilitylist");
        });
    }

    @GET
    @Path(CAPABILITIES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResourceSyncCapabilities",
            summary = "Get the capability list",
            description = "Links to the resource list and the change list (ANSI/NISO Z39.99-2017, section 9).")
    @APIResponse(
            responseCode = "200",
            description = "The capability list.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> capabilities(@Context HttpHeaders headers) {
        return answer(headers, "urlset", sitemap -> {
            sitemap.link("up", base + DESCRIPTION);
            sitemap.metadata(Map.of("capability", "capabilitylist"));
            writeCapability(sitemap, "url", RESOURCES, "resourcelist");
            writeCapability(sitemap, "url", CHANGES, "changelist");
        });
    }

    @GET
    @Path(RESOURCES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResources",
            summary = "List all resources",
            description =
                    "The metadata of all items in all formats, and all files with hash, length and type. Above 50,000"
                            + " entries, an index of such lists (ANSI/NISO Z39.99-2017, section 10).")
    @APIResponse(
            responseCode = "200",
            description = "The resource list, or an index of its parts.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> resources(@Context HttpHeaders headers) {
        Instant now = resources.now();
        List<Resources.Part> parts = resources.parts();
        if (parts.size() > 1) {
            return answer(headers, "sitemapindex", sitemap -> {
                sitemap.link("up", base + CAPABILITIES);
                sitemap.metadata(resourceListMetadata(now));
                for (Resources.Part part : parts) {
                    sitemap.startEntry(
                            "sitemap",
                            base + "/resourcesync/resourcelist-" + part.first() + "-" + part.last() + ".xml");
                    sitemap.lastmod(part.changed());
                    sitemap.metadata(resourceListMetadata(now));
                    sitemap.endEntry();
                }
            });
        }
        return answer(headers, "urlset", sitemap -> {
            sitemap.link("up", base + CAPABILITIES);
            sitemap.metadata(resourceListMetadata(now));
            for (Resources.Part part : parts) {
                resources.readItems(part.first(), part.last(), item -> entries.write(sitemap, item));
            }
        });
    }

    @GET
    @Path("/resourcesync/resourcelist-{first}-{last}.xml")
    @RunOnVirtualThread
    @Operation(
            operationId = "listSomeResources",
            summary = "List a part of the resources",
            description =
                    "The resources of the items between two ids. The index of the resource list links to the parts.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the resource list.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> part(
            @Parameter(description = "The id of the first item.", example = "2000001") @PathParam("first") long first,
            @Parameter(description = "The id of the last item.", example = "2009999") @PathParam("last") long last,
            @Context HttpHeaders headers) {
        if (resources.parts().stream().noneMatch(part -> part.first() <= last && first <= part.last())) {
            throw new Problem(
                    ProblemType.NOT_FOUND, "No items have ids in this range. The resource list links to all parts.");
        }
        Instant now = resources.now();
        return answer(headers, "urlset", sitemap -> {
            sitemap.link("up", base + CAPABILITIES);
            sitemap.link("index", base + RESOURCES);
            sitemap.metadata(resourceListMetadata(now));
            resources.readItems(first, last, item -> entries.write(sitemap, item));
        });
    }

    @GET
    @Path(CHANGES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResourceChanges",
            summary = "List the latest changes",
            description = "The latest changes, as many as fit into one list. A client that last synchronized before the"
                    + " oldest of them starts again with the resource list (ANSI/NISO Z39.99-2017, section 12).")
    @APIResponse(
            responseCode = "200",
            description = "The change list, oldest change first.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> changes(@Context HttpHeaders headers) {
        Instant now = resources.now();
        List<Resources.Change> changes = resources.changes();
        Instant from = changes.isEmpty() ? now : changes.getFirst().at();
        return answer(headers, "urlset", sitemap -> {
            sitemap.link("up", base + CAPABILITIES);
            Map<String, String> period = new LinkedHashMap<>();
            period.put("capability", "changelist");
            period.put("from", from.toString());
            sitemap.metadata(period);
            resources.readFilesOfChanges(changes, (change, files) -> entries.write(sitemap, change, files));
        });
    }

    private void writeCapability(Sitemap sitemap, String name, String path, String capability)
            throws XMLStreamException {
        sitemap.startEntry(name, base + path);
        sitemap.metadata(Map.of("capability", capability));
        sitemap.endEntry();
    }

    private static Map<String, String> resourceListMetadata(Instant now) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("capability", "resourcelist");
        metadata.put("at", Sitemap.second(now));
        return metadata;
    }

    /** Writes the content of a document. */
    @FunctionalInterface
    private interface Entries {
        void write(Sitemap sitemap) throws XMLStreamException;
    }

    private RestResponse<StreamingOutput> answer(HttpHeaders headers, String root, Entries content) {
        catalogue.requireInUse();
        return UncachedResponses.stream(headers, MediaType.valueOf(TYPE), out -> write(out, root, content));
    }

    private void write(OutputStream out, String root, Entries content) throws IOException {
        try {
            XMLStreamWriter to = xml.createXMLStreamWriter(
                    new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 16 * 1024));
            var sitemap = new Sitemap(to, root);
            content.write(sitemap);
            sitemap.endDocument();
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }
}
