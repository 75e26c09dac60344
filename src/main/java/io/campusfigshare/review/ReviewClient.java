package io.campusfigshare.review;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * Figshare's endpoints for reviews (FACTS 1.5). The contract declares each list as one object (FACTS section 0), so
 * lists are texts for {@link FigshareJson#readList}.
 */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@RegisterProvider(AdministratorToken.class)
@Path("/account/institution")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface ReviewClient {

    @GET
    @Path("/reviews")
    Uni<String> reviews(
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") int limit,
            @QueryParam("offset") int offset);

    /** The only answer with the draft, as {@code item}. */
    @GET
    @Path("/review/{id}")
    Uni<ObjectNode> review(@PathParam("id") long id);

    @GET
    @Path("/review/{id}/comments")
    Uni<String> comments(@PathParam("id") long id, @QueryParam("limit") int limit, @QueryParam("offset") int offset);

    @POST
    @Path("/review/{id}/comments")
    Uni<Response> comment(@PathParam("id") long id, NewComment comment);

    @GET
    @Path("/accounts/{account}")
    Uni<Owner> account(@PathParam("account") long account);

    /** The body of a new comment. */
    record NewComment(String text) {}

    /** The person of an account. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Owner(
            @Nullable String institutionUserId,
            @Nullable String firstName,
            @Nullable String lastName) {}
}
