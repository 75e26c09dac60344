package io.campusfigshare.web;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.DatabaseFailure;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.problem.Problems;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The page at {@code /}, for people; other clients find nothing there. */
@Path("/")
public class HomeResource {

    /** No path: the cache must not answer a program with the page. */
    private static final String KEY = "page of /";

    private static final String ROBOTS = "User-agent: *\nAllow: /\n";

    private final Catalogue catalogue;
    private final Directory directory;
    private final SmallRyeHealthReporter health;
    private final ResponseCache cache;
    private final CampusConfig campus;
    private final WebFileVersions files;

    /** The numbers that the catalogue had when it was last asked: they are shown while it is out of reach. */
    private volatile Home.@Nullable Holdings lastKnown;

    HomeResource(
            Catalogue catalogue,
            Directory directory,
            SmallRyeHealthReporter health,
            ResponseCache cache,
            CampusConfig campus,
            WebFileVersions files) {
        this.catalogue = catalogue;
        this.directory = directory;
        this.health = health;
        this.cache = cache;
        this.campus = campus;
        this.files = files;
    }

    /** Answers browsers; {@code home.js} reads the parameters, which open a list. */
    @GET
    @Operation(hidden = true)
    public Uni<RestResponse<Buffer>> home(
            @QueryParam("person") @Nullable String person,
            @QueryParam("department") @Nullable String department,
            @QueryParam("q") @Nullable String q,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Optional<Negotiation.Match> wanted =
                Negotiation.bestMatch(headers, List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.TEXT_HTML_TYPE));
        if (wanted.isEmpty() || wanted.get().index() == 0) {
            return Uni.createFrom().failure(Problems.of(404));
        }
        return Negotiation.writeAsIs(cache.answer(
                context,
                KEY,
                "page",
                refresh -> Uni.combine()
                        .all()
                        .unis(holdings(), health.getWellnessAsync())
                        .with((holdings, well) -> new Home(
                                campus.name(),
                                CampusConfig.base(campus),
                                catalogue.inUse(),
                                holdings.orElse(null),
                                Wellness.of(well.getPayload())))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(files::keep)
                        .map(home -> Representation.of(
                                "text/html;charset=UTF-8",
                                Templates.home(home).render().getBytes(StandardCharsets.UTF_8)))));
    }

    @GET
    @Path("robots.txt")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public String robots() {
        return catalogue.inUse()
                ? ROBOTS + "Sitemap: " + CampusConfig.base(campus) + "/resourcesync/resourcelist.xml\n"
                : ROBOTS;
    }

    private Uni<Optional<Home.Holdings>> holdings() {
        if (!catalogue.inUse()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.combine()
                .all()
                .unis(
                        catalogue.search(ItemQuery.latest(Map.of(), null, null, "1")),
                        directory.people(null, 1, 1),
                        directory.departments())
                .with((items, people, departments) ->
                        new Home.Holdings(items.total(), people.total(), departments.size()))
                .invoke(found -> lastKnown = found)
                .onFailure(DatabaseFailure.class)
                .recoverWithItem(() -> lastKnown)
                .map(Optional::ofNullable);
    }
}
