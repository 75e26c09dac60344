package io.campusfigshare.deposit;

import io.campusfigshare.deposit.access.Callers;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.access.RateLimited;
import io.campusfigshare.deposit.body.StreamedBodies;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.problem.Problem;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The files of a deposit. */
@RateLimited
@Path(DepositDoor.PATH)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits")
public class DepositFileResource {

    private static final String URI_LIST = "text/uri-list";

    private final DepositFiles files;
    private final Callers callers;
    private final StreamedBodies inflows;

    DepositFileResource(DepositFiles files, Callers callers, StreamedBodies inflows) {
        this.files = files;
        this.callers = callers;
        this.inflows = inflows;
    }

    @GET
    @Path("/{id}/files")
    @Operation(
            operationId = "listDepositFiles",
            summary = "All files of a deposit, and how far each has come",
            description = "Those that were sent through here, and all others that Figshare has.")
    public RestResponse<DepositFilePage> list(@PathParam("id") UUID id) {
        List<DepositFile> all = files.list(callers.current(), DepositResource.request(), id);
        return RestResponse.ResponseBuilder.ok(new DepositFilePage(all, all.size()))
                .build();
    }

    @GET
    @Path("/{id}/files/{name}")
    @Operation(
            operationId = "getDepositFile",
            summary = "A file, and how far it has come",
            description = "By its name.")
    public RestResponse<DepositFile> get(
            @PathParam("id") UUID id,
            @Parameter(description = "The file's name.", example = "tides.csv") @PathParam("name") String name) {
        return RestResponse.ResponseBuilder.ok(
                        files.get(callers.current(), DepositResource.request(), id, DeclaredFile.composed(name)))
                .build();
    }

    @PUT
    @Path("/{id}/files/{name}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "putDepositFile",
            summary = "Send a file",
            description = "The same request again, after it was cut off, sends what is missing; for that it must have"
                    + " a digest. Its Content-Length has to be said. Other content takes the place of the old once it is available. An empty file is"
                    + " refused. A body of type text/uri-list is not the file but its address.")
    @RequestBody(
            description = "The bytes of the file; any type but text/uri-list will do.",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "200", description = "It is there, as it was before or in place of another.")
    @APIResponse(
            responseCode = "201",
            description = "It is there.",
            content = @Content(schema = @Schema(implementation = DepositFile.class)))
    @APIResponse(
            responseCode = "202",
            description = "All of it has come; state says how far it is on to Figshare.",
            content = @Content(schema = @Schema(implementation = DepositFile.class)))
    public RestResponse<DepositFile> put(
            @PathParam("id") UUID id,
            @Parameter(
                            description = "1 to 255 characters, none of them invisible or of a path; kept in NFC.",
                            example = "tides.csv")
                    @PathParam("name")
                    String name,
            @Parameter(hidden = true) @HeaderParam("Content-Length") long length,
            @Parameter(description = "md5 or sha-256, which is verified.", example = "sha-256=:base64:")
                    @HeaderParam("Repr-Digest")
                    @Nullable String reprDigest,
            @Parameter(description = "Verified, too.") @HeaderParam("Content-MD5") @Nullable String contentMd5,
            @Parameter(description = "text/uri-list: the body is the address of a file that stays where it is.")
                    @HeaderParam("Content-Type")
                    @Nullable String type,
            @Parameter(hidden = true) @HeaderParam("Content-Encoding") @Nullable String encoding,
            @Parameter(hidden = true) @HeaderParam("Content-Range") @Nullable String range,
            @Parameter(description = "respond-async answers before Figshare has it all.")
                    @HeaderParam("Prefer")
                    @Nullable String prefer,
            @Context HttpServerRequest request) {
        if (encoding != null || range != null) {
            throw Problem.invalidParameter(
                    encoding == null ? "Content-Range" : "Content-Encoding", "files are taken whole and as they are");
        }
        if (length == 0) {
            throw DepositFiles.empty();
        }
        boolean wait = !DepositResource.isAsync(prefer);
        // Not by @Consumes: without any type, the framework would take the body for a list, and all of it into memory.
        boolean link = type != null && type.toLowerCase(Locale.ROOT).startsWith(URI_LIST);
        try (StreamedBody body = inflows.of(request)) {
            var announced = link
                    ? DeclaredFile.link(name, DeclaredFile.uriList(body, length))
                    : DeclaredFile.of(name, length, reprDigest, contentMd5);
            DepositFiles.Answer answer =
                    files.put(callers.current(), DepositResource.request(), id, announced, body, wait);
            return RestResponse.ResponseBuilder.create(
                            RestResponse.Status.fromStatusCode(answer.status()), answer.file())
                    .build();
        }
    }

    @DELETE
    @Path("/{id}/files/{name}")
    @Operation(
            operationId = "deleteDepositFile",
            summary = "Delete a file",
            description = "Of a draft, or of the draft of the next version.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public RestResponse<Void> delete(
            @PathParam("id") UUID id,
            @Parameter(description = "The file's name.", example = "tides.csv") @PathParam("name") String name) {
        files.delete(callers.current(), DepositResource.request(), id, DeclaredFile.composed(name));
        return RestResponse.noContent();
    }
}
