package io.campusfigshare.usage.stats;

import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareHeaders;
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
 * The part of Figshare's Stats API that needs no credentials (FACTS section 5). Answers are read as text, because a map
 * can be wrapped, bare, {@code {}} or {@code null}.
 */
@RegisterRestClient(configKey = "figshare-stats")
@RegisterProvider(FigshareAnswers.class)
@RegisterProvider(FigshareHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
interface UsageClient {

    @GET
    @Path("/total/{counter}/{kind}/{id}")
    Uni<String> total(@PathParam("counter") String counter, @PathParam("kind") String kind, @PathParam("id") long id);

    @GET
    @Path("/{portal}/total/{counter}/{kind}/{id}")
    Uni<String> total(
            @PathParam("portal") String portal,
            @PathParam("counter") String counter,
            @PathParam("kind") String kind,
            @PathParam("id") long id);

    /** Without both days, Stats returns this month only. Without one of them, the answer is not documented. */
    @GET
    @Path("/timeline/{granularity}/{counter}/{kind}/{id}")
    Uni<String> timeline(
            @PathParam("granularity") String granularity,
            @PathParam("counter") String counter,
            @PathParam("kind") String kind,
            @PathParam("id") long id,
            @QueryParam("start_date") String from,
            @QueryParam("end_date") String to);

    @GET
    @Path("/breakdown/{granularity}/{counter}/{kind}/{id}")
    Uni<String> breakdown(
            @PathParam("granularity") String granularity,
            @PathParam("counter") String counter,
            @PathParam("kind") String kind,
            @PathParam("id") long id,
            @QueryParam("start_date") String from,
            @QueryParam("end_date") String to);
}
