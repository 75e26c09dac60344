package io.campusfigshare.reference;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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

/** Figshare's public vocabularies: whole lists, not paged (FACTS 3.1). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
interface ReferenceClient {

    @GET
    @Path("/categories")
    Uni<List<Category>> categories();

    @GET
    @Path("/licenses")
    Uni<List<License>> licenses();

    @GET
    @Path("/item_types")
    Uni<List<ItemType>> itemTypes();

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Category(
            @Nullable Long id,
            @Nullable Long parentId,
            @Nullable String title,
            @Nullable String sourceId,
            @Nullable Long taxonomyId,
            @Nullable Boolean isSelectable) {}

    record License(
            @Nullable Long value,
            @Nullable String name,
            @Nullable String url) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ItemType(
            @Nullable Long id,
            @Nullable String name,
            @Nullable String publicDescription,
            @Nullable Boolean isSelectable) {}
}
