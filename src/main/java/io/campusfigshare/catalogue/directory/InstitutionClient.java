package io.campusfigshare.catalogue.directory;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Figshare's endpoints for the administrator of the institution (FACTS 1.5). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@RegisterProvider(AdministratorToken.class)
@Path("/account/institution")
@Produces(MediaType.APPLICATION_JSON)
interface InstitutionClient {

    /** Returns all groups; not paged. */
    @GET
    @Path("/groups")
    Uni<List<Group>> groups();

    /** Returns the accounts from a number on, in pages; Figshare does not list more than 9,000 (FACTS 3.1). */
    @GET
    @Path("/accounts")
    Uni<List<Account>> accounts(
            @QueryParam("is_active") @Nullable Integer active,
            @QueryParam("id_gte") long from,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    /** Returns an account with its group, which the list does not contain. */
    @GET
    @Path("/accounts/{id}")
    Uni<Account> account(@PathParam("id") long id);

    /** Returns the custom fields of the institution. Deprecated; may be removed after 2026 (FACTS section 0). */
    @GET
    @Path("/custom_fields")
    Uni<List<Vocabularies.CustomField>> customFields();

    /**
     * An account. The email address is read only to recognise it if it is also the institution's id. The sizes are in
     * bytes.
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Account(
            @Nullable Long id,
            @Nullable Long userId,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String institutionUserId,
            @Nullable String orcidId,
            @Nullable Long groupId,
            @Nullable Boolean active,
            @Nullable Long quota,
            @Nullable Long usedQuota) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Group(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String resourceId,
            @Nullable Long parentId) {}
}
