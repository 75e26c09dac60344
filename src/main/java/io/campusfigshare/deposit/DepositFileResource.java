package io.campusfigshare.deposit;

import io.campusfigshare.access.Callers;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.deposit.answer.DepositFile;
import io.campusfigshare.deposit.answer.DepositFilePage;
import io.campusfigshare.deposit.body.Examples;
import io.campusfigshare.deposit.body.StreamedBodies;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileName;
import io.campusfigshare.door.SecuredPaths;
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

/** Receives, lists and deletes the files of a deposit. */
@RateLimited
@Path(SecuredPaths.DEPOSITS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits")
public class DepositFileResource {

    private static final String URI_LIST = "text/uri-list";

    private final DepositFiles files;
    private final Callers callers;
    private final StreamedBodies bodies;

    DepositFileResource(DepositFiles files, Callers callers, StreamedBodies bodies) {
        this.files = files;
        this.callers = callers;
        this.bodies = bodies;
    }

    @GET
    @Path("/{id}/files")
    @Operation(
            operationId = "listDepositFiles",
            summary = "List the files of a deposit",
            description = "The files that were sent to this service, and all others that Figshare has.")
    public RestResponse<DepositFilePage> list(@PathParam("id") UUID id) {
        List<DepositFile> all = files.list(callers.current(), ImpersonationContext.requestId(), id);
        return RestResponse.ResponseBuilder.ok(new DepositFilePage(all, all.size()))
                .build();
    }

    @GET
    @Path("/{id}/files/{name}")
    @Operation(
            operationId = "getDepositFile",
            summary = "Read the state of a file",
            description = "The file is identified by its name.")
    public RestResponse<DepositFile> get(
            @PathParam("id") UUID id,
            @Parameter(description = "The file's name.", example = "tides.csv") @PathParam("name") String name) {
        return RestResponse.ResponseBuilder.ok(
                        files.get(callers.current(), ImpersonationContext.requestId(), id, FileName.normalise(name)))
                .build();
    }

    @PUT
    @Path("/{id}/files/{name}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "putDepositFile",
            summary = "Send a file",
            description =
                    "To resume an interrupted upload, repeat the request: only the missing parts are sent to Figshare. That"
                            + " requires a digest. Content-Length is required. Different content replaces the file once it is available."
                            + " An empty file is refused. A body of type text/uri-list is the URL of a file that is stored elsewhere.")
    @RequestBody(
            description = "The bytes of the file, with any media type but text/uri-list.",
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(type = SchemaType.STRING),
                        example = Examples.FILE)
            })
    @APIResponse(
            responseCode = "200",
            description = "The file is available; it was before, or it has replaced another.")
    @APIResponse(
            responseCode = "201",
            description = "The file is available.",
            content = @Content(schema = @Schema(implementation = DepositFile.class)))
    @APIResponse(
            responseCode = "202",
            description = "All bytes were received; state says whether Figshare has them.",
            content = @Content(schema = @Schema(implementation = DepositFile.class)))
    public RestResponse<DepositFile> put(
            @PathParam("id") UUID id,
            @Parameter(
                            description =
                                    "1 to 255 characters, without invisible characters and path separators; stored in NFC.",
                            example = "tides.csv")
                    @PathParam("name")
                    String name,
            @Parameter(hidden = true) @HeaderParam("Content-Length") long length,
            @Parameter(description = "md5 or sha-256 (RFC 9530); verified.", example = "sha-256=:base64:")
                    @HeaderParam("Repr-Digest")
                    @Nullable String reprDigest,
            @Parameter(description = "The MD5 in base64; verified.") @HeaderParam("Content-MD5") @Nullable String contentMd5,
            @Parameter(description = "text/uri-list: the body is the URL of a file that is stored elsewhere.")
                    @HeaderParam("Content-Type")
                    @Nullable String type,
            @Parameter(hidden = true) @HeaderParam("Content-Encoding") @Nullable String encoding,
            @Parameter(hidden = true) @HeaderParam("Content-Range") @Nullable String range,
            @Parameter(description = "respond-async: answer 202 once all bytes are received.")
                    @HeaderParam("Prefer")
                    @Nullable String prefer,
            @Context HttpServerRequest request) {
        if (encoding != null || range != null) {
            throw Problem.invalidParameter(
                    encoding == null ? "Content-Range" : "Content-Encoding",
                    "is not supported: send the whole file, without a content coding");
        }
        if (length == 0) {
            throw UploadLimits.empty();
        }
        boolean wait = !DepositResponses.isAsync(prefer);
        // Not by @Consumes: a body without a type would match the list, and be read into memory as a whole.
        boolean link = type != null && type.toLowerCase(Locale.ROOT).startsWith(URI_LIST);
        try (StreamedBody body = bodies.of(request)) {
            var declared = link
                    ? DeclaredFile.link(name, DeclaredFile.uriList(body, length))
                    : DeclaredFile.of(name, length, reprDigest, contentMd5);
            DepositFiles.Answer answer =
                    files.put(callers.current(), ImpersonationContext.requestId(), id, declared, body, wait);
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
            description = "Deletes it from the draft, or from the draft of the next version.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    public RestResponse<Void> delete(
            @PathParam("id") UUID id,
            @Parameter(description = "The file's name.", example = "tides.csv") @PathParam("name") String name) {
        files.delete(callers.current(), ImpersonationContext.requestId(), id, FileName.normalise(name));
        return RestResponse.noContent();
    }
}
