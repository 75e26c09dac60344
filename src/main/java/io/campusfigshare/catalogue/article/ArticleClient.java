package io.campusfigshare.catalogue.article;

import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Figshare's public endpoints for articles, which this API calls items (FACTS 1.1). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@Path("/articles")
@Produces(MediaType.APPLICATION_JSON)
interface ArticleClient {

    @GET
    @Path("/{id}")
    Uni<Article> article(@PathParam("id") long id);

    @GET
    @Path("/{id}/versions")
    Uni<List<ArticleVersion>> versions(@PathParam("id") long id);

    @GET
    @Path("/{id}/versions/{version}")
    Uni<Article> version(@PathParam("id") long id, @PathParam("version") int version);

    @GET
    @Path("/{id}/files")
    Uni<List<ArticleFile>> files(
            @PathParam("id") long id, @QueryParam("page") int page, @QueryParam("page_size") int pageSize);

    @GET
    @Path("/{id}/versions/{version}/files")
    Uni<List<ArticleFile>> versionFiles(
            @PathParam("id") long id,
            @PathParam("version") int version,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    @GET
    @Path("/{id}/files/{fileId}")
    Uni<ArticleFile> file(@PathParam("id") long id, @PathParam("fileId") long fileId);

    /**
     * With {@code cursor} instead of {@code page}, returns the entries after those of the response that contained the
     * cursor (FACTS 3.1).
     */
    @GET
    Uni<RestResponse<List<Article>>> modified(
            @QueryParam("institution") long institution,
            @QueryParam("modified_since") @Nullable String since,
            @QueryParam("order") String order,
            @QueryParam("order_direction") String direction,
            @QueryParam("page") @Nullable Integer page,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("limit") @Nullable Integer limit,
            @HeaderParam("X-Cursor") @Nullable String cursor);

    @GET
    Uni<List<Article>> withDoi(@QueryParam("doi") String doi);

    /** A safe POST: it may be retried (FACTS 3.3). */
    @POST
    @Path("/search")
    Uni<List<Article>> search(ArticleSearch search);
}
