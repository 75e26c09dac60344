package io.campusfigshare.item;

import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What Figshare calls articles: its public reads (FACTS 1.1). */
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
    Uni<List<Article.Version>> versions(@PathParam("id") long id);

    @GET
    @Path("/{id}/versions/{version}")
    Uni<Article> version(@PathParam("id") long id, @PathParam("version") int version);

    @GET
    @Path("/{id}/files")
    Uni<List<Article.File>> files(
            @PathParam("id") long id, @QueryParam("page") int page, @QueryParam("page_size") int pageSize);

    @GET
    @Path("/{id}/versions/{version}/files")
    Uni<List<Article.File>> versionFiles(
            @PathParam("id") long id,
            @PathParam("version") int version,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    @GET
    @Path("/{id}/files/{fileId}")
    Uni<Article.File> file(@PathParam("id") long id, @PathParam("fileId") long fileId);

    @GET
    Uni<List<Article>> withDoi(@QueryParam("doi") String doi);

    /** Reads only, though by POST: safe to ask again (FACTS 3.3). */
    @POST
    @Path("/search")
    Uni<List<Article>> search(ArticleSearch search);
}
