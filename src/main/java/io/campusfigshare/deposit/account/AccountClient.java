package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.WriteAnswers;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * Figshare's account API. {@code impersonate} names the account that a call is made for: in the query if the call has
 * no body, in the body otherwise (FACTS section 2). Calls with {@code impersonate} are made through {@link
 * AuditedCalls} only.
 */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(WriteAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@RegisterProvider(AdministratorToken.class)
@Path("/account")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface AccountClient {

    @GET
    @Path("/institution/accounts")
    Uni<List<Account>> accounts(
            @QueryParam("institution_user_id") @Nullable String campusId,
            @QueryParam("email") @Nullable String email,
            @QueryParam("is_active") @Nullable Integer active,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    /** The only answer with the group of an account. */
    @GET
    @Path("/institution/accounts/{account}")
    Uni<Account> account(@PathParam("account") long account);

    @GET
    @Path("/articles")
    Uni<List<ObjectNode>> articles(
            @QueryParam("impersonate") @Nullable Long account,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    @GET
    @Path("/articles/{id}")
    Uni<ObjectNode> article(@PathParam("id") long id, @QueryParam("impersonate") @Nullable Long account);

    @GET
    @Path("/articles/{id}/{path:.+}")
    Uni<List<ObjectNode>> parts(
            @PathParam("id") long id, @PathParam("path") @Encoded String path, @QueryParam("impersonate") long account);

    /** All files. The answer for a single record lists ten at most (FACTS 4.5). */
    @GET
    @Path("/articles/{id}/files")
    Uni<List<ObjectNode>> files(
            @PathParam("id") long id,
            @QueryParam("impersonate") long account,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    /** The licences that the account may use, which differ from the public ones (FACTS 4.2). */
    @GET
    @Path("/licenses")
    Uni<List<Vocabularies.License>> licenses(@QueryParam("impersonate") long account);

    /** The categories that the account may use. */
    @GET
    @Path("/categories")
    Uni<List<Vocabularies.Category>> categories(@QueryParam("impersonate") long account);

    /** Deprecated by Figshare; may be removed after 2026 (FACTS section 0). */
    @GET
    @Path("/institution/custom_fields")
    Uni<List<Vocabularies.CustomField>> customFields(@QueryParam("group_id") @Nullable Long group);

    @GET
    @Path("/articles/{id}/{path:.+}")
    Uni<ObjectNode> part(
            @PathParam("id") long id, @PathParam("path") @Encoded String path, @QueryParam("impersonate") long account);

    @GET
    @Path("/institution/embargo_options")
    Uni<List<EmbargoOption>> embargoOptions();

    @GET
    @Path("/institution/groups/{group}/embargo_options")
    Uni<List<EmbargoOption>> embargoOptions(@PathParam("group") long group);

    @POST
    @Path("/articles")
    Uni<Response> create(ObjectNode body);

    @PATCH
    @Path("/articles/{id}")
    Uni<Response> patch(@PathParam("id") long id, ObjectNode body);

    @DELETE
    @Path("/articles/{id}")
    Uni<Response> delete(@PathParam("id") long id, @QueryParam("impersonate") @Nullable Long account);

    @POST
    @Path("/articles/{id}/{path:.+}")
    Uni<Response> post(@PathParam("id") long id, @PathParam("path") @Encoded String path, ObjectNode body);

    @PUT
    @Path("/articles/{id}/{path:.+}")
    Uni<Response> put(@PathParam("id") long id, @PathParam("path") @Encoded String path, ObjectNode body);

    @DELETE
    @Path("/articles/{id}/{path:.+}")
    Uni<Response> deletePart(
            @PathParam("id") long id, @PathParam("path") @Encoded String path, @QueryParam("impersonate") long account);
}
