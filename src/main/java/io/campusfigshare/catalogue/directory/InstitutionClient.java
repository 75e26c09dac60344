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

/** What Figshare tells the institution's administrator (FACTS 1.5). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@RegisterProvider(AdministratorToken.class)
@Path("/account/institution")
@Produces(MediaType.APPLICATION_JSON)
interface InstitutionClient {

    /** All at once. */
    @GET
    @Path("/groups")
    Uni<List<Group>> groups();

    /** Those from a number on, in pages; beyond 9,000 Figshare lists no further (FACTS 3.1). */
    @GET
    @Path("/accounts")
    Uni<List<Account>> accounts(
            @QueryParam("id_gte") long from, @QueryParam("page") int page, @QueryParam("page_size") int pageSize);

    /** The only answer that tells the account's group. */
    @GET
    @Path("/accounts/{id}")
    Uni<Account> account(@PathParam("id") long id);

    /** Those of the whole institution; deprecated, and may be gone after 2026 (FACTS section 0). */
    @GET
    @Path("/custom_fields")
    Uni<List<Vocabularies.CustomField>> customFields();

    /** Read without quota; the address only to know it when it serves as an id. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Account(
            @Nullable Long id,
            @Nullable Long userId,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String institutionUserId,
            @Nullable String orcidId,
            @Nullable Long groupId) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Group(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String resourceId,
            @Nullable Long parentId) {}
}
