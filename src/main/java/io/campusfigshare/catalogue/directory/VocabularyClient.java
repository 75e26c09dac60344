package io.campusfigshare.catalogue.directory;

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

/** Figshare's public endpoints for vocabularies; their lists are not paged (FACTS 3.1). */
@RegisterRestClient(configKey = "figshare-api")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(FigshareJson.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
interface VocabularyClient {

    @GET
    @Path("/categories")
    Uni<List<Vocabularies.Category>> categories();

    @GET
    @Path("/licenses")
    Uni<List<Vocabularies.License>> licenses();

    @GET
    @Path("/item_types")
    Uni<List<Vocabularies.ItemType>> itemTypes();
}
