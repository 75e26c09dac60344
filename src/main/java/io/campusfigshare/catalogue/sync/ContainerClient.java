package io.campusfigshare.catalogue.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.article.Article;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

/** Figshare's public endpoints for collections and projects, which have the same form (FACTS 1.1). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@Path("/{kind}")
@Produces(MediaType.APPLICATION_JSON)
interface ContainerClient {

    /**
     * With {@code cursor} instead of {@code page}, returns the entries after those of the response that contained the
     * cursor (FACTS 3.1).
     */
    @GET
    Uni<RestResponse<List<Article>>> published(
            @PathParam("kind") String kind,
            @QueryParam("institution") long institution,
            @QueryParam("published_since") @Nullable String since,
            @QueryParam("order") String order,
            @QueryParam("order_direction") String direction,
            @QueryParam("page") @Nullable Integer page,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("limit") @Nullable Integer limit,
            @HeaderParam("X-Cursor") @Nullable String cursor);

    @GET
    @Path("/{id}")
    Uni<ObjectNode> container(@PathParam("kind") String kind, @PathParam("id") long id);

    @GET
    @Path("/{id}/articles")
    Uni<List<Article>> members(
            @PathParam("kind") String kind,
            @PathParam("id") long id,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);
}
