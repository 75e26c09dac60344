package io.campusfigshare.catalogue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.figshare.AdministratorToken;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.FigshareJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Group(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String resourceId,
            @Nullable Long parentId) {}
}
