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

/** {@code /.well-known/resourcesync} and {@code /resourcesync}. */
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
            summary = "Find what ResourceSync offers",
            description =
                    "The source description, where every destination begins (ANSI/NISO Z39.99-2017, section 6.3.1).")
    @APIResponse(
            responseCode = "200",
            description = "Where the capability list is.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> description(@Context HttpHeaders headers) {
        return answer(headers, "urlset", map -> {
            map.metadata(Map.of("capability", "description"));
            listed(map, "url", CAPABILITIES, "capabilitylist");
        });
    }

    @GET
    @Path(CAPABILITIES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResourceSyncCapabilities",
            summary = "List what ResourceSync offers",
            description =
                    "The capability list (ANSI/NISO Z39.99-2017, section 9): the resource list and the change list.")
    @APIResponse(
            responseCode = "200",
            description = "Where the lists are.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> capabilities(@Context HttpHeaders headers) {
        return answer(headers, "urlset", map -> {
            map.link("up", base + DESCRIPTION);
            map.metadata(Map.of("capability", "capabilitylist"));
            listed(map, "url", RESOURCES, "resourcelist");
            listed(map, "url", CHANGES, "changelist");
        });
    }

    @GET
    @Path(RESOURCES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResources",
            summary = "List all resources",
            description =
                    "The metadata of all items in their formats, and all files with their hashes, lengths and types;"
                            + " above 50,000 entries the index of such lists (ANSI/NISO Z39.99-2017, section 10).")
    @APIResponse(
            responseCode = "200",
            description = "The resource list, or the index of its parts.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> resources(@Context HttpHeaders headers) {
        Instant now = resources.now();
        List<Resources.Part> parts = resources.parts();
        if (parts.size() > 1) {
            return answer(headers, "sitemapindex", map -> {
                map.link("up", base + CAPABILITIES);
                map.metadata(at(now));
                for (Resources.Part part : parts) {
                    map.entry(
                            "sitemap",
                            base + "/resourcesync/resourcelist-" + part.first() + "-" + part.last() + ".xml");
                    map.lastmod(part.changed());
                    map.metadata(at(now));
                    map.endEntry();
                }
            });
        }
        return answer(headers, "urlset", map -> {
            map.link("up", base + CAPABILITIES);
            map.metadata(at(now));
            for (Resources.Part part : parts) {
                resources.holdings(part.first(), part.last(), holding -> entries.write(map, holding));
            }
        });
    }

    @GET
    @Path("/resourcesync/resourcelist-{first}-{last}.xml")
    @RunOnVirtualThread
    @Operation(
            operationId = "listSomeResources",
            summary = "List a part of all resources",
            description = "Those of the items between two numbers, as the index of resource lists names them.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the resource list.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> part(
            @Parameter(description = "The number of the first item.", example = "2000001") @PathParam("first")
                    long first,
            @Parameter(description = "The number of the last item.", example = "2009999") @PathParam("last") long last,
            @Context HttpHeaders headers) {
        if (resources.parts().stream().noneMatch(part -> part.first() <= last && first <= part.last())) {
            throw new Problem(ProblemType.NOT_FOUND, "There are no such items: the index tells which there are.");
        }
        Instant now = resources.now();
        return answer(headers, "urlset", map -> {
            map.link("up", base + CAPABILITIES);
            map.link("index", base + RESOURCES);
            map.metadata(at(now));
            resources.holdings(first, last, holding -> entries.write(map, holding));
        });
    }

    @GET
    @Path(CHANGES)
    @RunOnVirtualThread
    @Operation(
            operationId = "listResourceChanges",
            summary = "List what changed",
            description =
                    "The newest changes, as many as fit into one list; who was away for longer begins again with the"
                            + " resource list (ANSI/NISO Z39.99-2017, section 12).")
    @APIResponse(
            responseCode = "200",
            description = "The change list, the oldest change first.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> changes(@Context HttpHeaders headers) {
        Instant now = resources.now();
        List<Resources.Change> changes = resources.changes();
        Instant from = changes.isEmpty() ? now : changes.getFirst().at();
        return answer(headers, "urlset", map -> {
            map.link("up", base + CAPABILITIES);
            Map<String, String> period = new LinkedHashMap<>();
            period.put("capability", "changelist");
            period.put("from", from.toString());
            map.metadata(period);
            resources.changed(changes, (change, files) -> entries.write(map, change, files));
        });
    }

    private void listed(Sitemap map, String name, String path, String capability) throws XMLStreamException {
        map.entry(name, base + path);
        map.metadata(Map.of("capability", capability));
        map.endEntry();
    }

    private static Map<String, String> at(Instant now) {
        Map<String, String> at = new LinkedHashMap<>();
        at.put("capability", "resourcelist");
        at.put("at", Sitemap.second(now));
        return at;
    }

    /** Writes what stands in a document. */
    @FunctionalInterface
    private interface Entries {
        void write(Sitemap map) throws XMLStreamException;
    }

    private RestResponse<StreamingOutput> answer(HttpHeaders headers, String root, Entries content) {
        catalogue.requireInUse();
        return UncachedResponses.stream(headers, MediaType.valueOf(TYPE), out -> write(out, root, content));
    }

    private void write(OutputStream out, String root, Entries content) throws IOException {
        try {
            XMLStreamWriter to = xml.createXMLStreamWriter(
                    new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 16 * 1024));
            var map = new Sitemap(to, root);
            content.write(map);
            map.end();
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }
}
