package io.campusfigshare.usage.stats;

import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.auth.StatsCredentials;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The part of Figshare's Stats API that needs the institution's password: the history of its portal (FACTS section 5).
 */
@RegisterRestClient(configKey = "figshare-stats")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@RegisterProvider(StatsCredentials.class)
@Path("/{portal}")
@Produces(MediaType.APPLICATION_JSON)
interface PortalUsageClient {

    @GET
    @Path("/timeline/{granularity}/{counter}/{kind}/{id}")
    Uni<String> timeline(
            @PathParam("portal") String portal,
            @PathParam("granularity") String granularity,
            @PathParam("counter") String counter,
            @PathParam("kind") String kind,
            @PathParam("id") long id,
            @QueryParam("start_date") String from,
            @QueryParam("end_date") String to);

    @GET
    @Path("/breakdown/{granularity}/{counter}/{kind}/{id}")
    Uni<String> breakdown(
            @PathParam("portal") String portal,
            @PathParam("granularity") String granularity,
            @PathParam("counter") String counter,
            @PathParam("kind") String kind,
            @PathParam("id") long id,
            @QueryParam("start_date") String from,
            @QueryParam("end_date") String to);
}
