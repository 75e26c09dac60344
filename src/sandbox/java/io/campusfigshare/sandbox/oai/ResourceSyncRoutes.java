package io.campusfigshare.sandbox.oai;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/**
 * The ResourceSync documents of a portal. Figshare's are undocumented, so these follow the standard (FACTS section 7),
 * with public articles as resources.
 */
public final class ResourceSyncRoutes {

    private static final String OPEN = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:rs=\"http://www.openarchives.org/rs/terms/\">";

    private final SandboxData data;
    private final InstantSource clock;

    public ResourceSyncRoutes(SandboxData data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.get("/.well-known/resourcesync")
                .handler(ctx -> answer(
                        ctx, "<rs:md capability=\"description\"/>" + url(ctx, "capabilitylist", "capabilitylist")));
        router.get("/resourcesync/capabilitylist.xml")
                .handler(ctx -> answer(
                        ctx,
                        "<rs:ln rel=\"up\" href=\"" + Reply.baseUrl(ctx) + "/.well-known/resourcesync\"/>"
                                + "<rs:md capability=\"capabilitylist\"/>" + url(ctx, "resourcelist", "resourcelist")));
        router.get("/resourcesync/resourcelist.xml").handler(this::resources);
    }

    private void resources(RoutingContext ctx) {
        answer(
                ctx,
                "<rs:ln rel=\"up\" href=\"" + Reply.baseUrl(ctx) + "/resourcesync/capabilitylist.xml\"/>"
                        + "<rs:md capability=\"resourcelist\" at=\""
                        + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "\"/>"
                        + data.articles().items().stream()
                                .filter(Item::isPublic)
                                .map(item -> "<url><loc>" + Reply.baseUrl(ctx) + "/v2/articles/" + item.id()
                                        + "</loc><rs:md type=\"application/json\"/></url>")
                                .collect(Collectors.joining()));
    }

    private static String url(RoutingContext ctx, String file, String capability) {
        return "<url><loc>" + Reply.baseUrl(ctx) + "/resourcesync/" + file + ".xml</loc><rs:md capability=\""
                + capability + "\"/></url>";
    }

    private static void answer(RoutingContext ctx, String body) {
        Reply.bytes(ctx, 200, "application/xml", Buffer.buffer(OPEN + body + "</urlset>\n"));
    }
}
