package io.campusfigshare.citation;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.httpcache.Loader;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers items and lists of items in the requested format. All formats are derived from the JSON, which is loaded once
 * and cached for all of them.
 */
@Singleton
public class Citations {

    /** A reference alone as plain text. */
    public static final Negotiation.Offer REFERENCE_TEXT = new Negotiation.Offer("text", MediaType.TEXT_PLAIN);

    /** A reference alone as HTML, which keeps the style's italics. */
    public static final Negotiation.Offer REFERENCE_HTML = new Negotiation.Offer("html", MediaType.TEXT_HTML);

    /** The links of an item as JSON (RFC 9264). */
    public static final Negotiation.Offer LINKSET_JSON = new Negotiation.Offer("json", Signposting.LINKSET_JSON);

    /** The links of an item in the syntax of the Link header (RFC 9264). */
    public static final Negotiation.Offer LINKSET_TEXT = new Negotiation.Offer("text", Signposting.LINKSET);

    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String HTML = "text/html;charset=UTF-8";

    private final ResponseCache cache;
    private final FormatWriter writer;

    Citations(ResponseCache cache, FormatWriter writer) {
        this.cache = cache;
        this.writer = writer;
    }

    /**
     * Answers an item.
     *
     * @param key    the key of the item's JSON in the {@link ResponseCache}
     * @param loader loads the item's JSON
     */
    public Uni<RestResponse<Buffer>> item(
            RoutingContext context, RequestedFormat requested, String key, String lifetime, Loader loader) {
        return Negotiation.writeAsIs(
                requested.format() == Format.JSON
                        ? cache.answer(context, key, lifetime, withLinks(loader))
                        : cache.answer(
                                context,
                                key,
                                lifetime,
                                withLinks(loader),
                                requested.query(),
                                body -> writer.item(body, requested)));
    }

    /** Leads a browser to the page of an item; {@code key} and {@code loader} are those of the item. */
    public Uni<RestResponse<Buffer>> page(RoutingContext context, String key, String lifetime, Loader loader) {
        return Negotiation.writeAsIs(cache.answer(context, key, lifetime, withLinks(loader), " page", body -> {
            Item item = writer.read(body);
            String page = SafeLinks.web(item.landingPage());
            String doi = LandingPage.doi(item);
            return Representation.seeOther(page != null ? page : doi != null ? doi : item.url() + "?format=json");
        }));
    }

    /**
     * Answers an item's reference alone, as text or as HTML; {@code key} and {@code loader} are those of the item.
     *
     * @param style  null for the default
     * @param locale null for the default
     */
    public Uni<RestResponse<Buffer>> citation(
            RoutingContext context,
            Negotiation.Offer as,
            @Nullable String style,
            @Nullable String locale,
            String key,
            String lifetime,
            Loader loader) {
        boolean html = as.equals(REFERENCE_HTML);
        var requested = new RequestedFormat(Format.TEXT, Styles.style(style), Styles.locale(locale));
        String query = requested
                .query()
                .replace("format=text", html ? "format=html" : "")
                .replace("?&", "?");
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                lifetime,
                withLinks(loader),
                "/citation" + (query.equals("?") ? "" : query),
                body -> Representation.of(html ? HTML : TEXT, writer.reference(body, requested, html))));
    }

    /** Answers all links of an item (RFC 9264); {@code key} and {@code loader} are those of the item. */
    public Uni<RestResponse<Buffer>> linkset(
            RoutingContext context, Negotiation.Offer as, String key, String lifetime, Loader loader) {
        boolean text = as.equals(LINKSET_TEXT);
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                lifetime,
                withLinks(loader),
                "/linkset" + (text ? "?format=text" : ""),
                body -> text
                        ? Representation.of(
                                Signposting.LINKSET, FormatWriter.bytes(Signposting.linkset(writer.read(body))))
                        : Representation.of(
                                Signposting.LINKSET_JSON,
                                FormatWriter.bytes(Signposting.linksetJson(writer.read(body))))));
    }

    /**
     * Answers a list.
     *
     * @param key    the key in the {@link ResponseCache}, which includes the requested format
     * @param fields the members of each item that a JSON list shows; all if empty
     * @param loader loads the JSON of the page; with complete items if anything is to be made of them
     */
    public Uni<RestResponse<Buffer>> list(
            RoutingContext context, RequestedFormat requested, String key, Set<String> fields, Loader loader) {
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                "list",
                requested.format() == Format.JSON && !requested.cited()
                        ? loader
                        : refresh -> loader.load(refresh)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(page -> requested.cited()
                                        ? writer.cited(page, requested, fields)
                                        : writer.list(page, requested))));
    }

    /** Returns the reference of each item on one line; may block. */
    public List<String> references(List<Item> items, RequestedFormat requested) {
        return items.stream().map(item -> writer.reference(item, requested)).toList();
    }

    /** Returns the items as JSON-LD of schema.org, which may stand in a script element of HTML. */
    public String schemaOrg(List<Item> items) {
        return writer.schemaOrg(items);
    }

    private Loader withLinks(Loader loader) {
        return refresh -> loader.load(refresh)
                // The code parses the record, which may be long.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(item -> item.status() == 200 ? withLinks(item) : item);
    }

    /** Serializes the item once, for parsing it here and for the cache. */
    private Representation withLinks(Representation item) {
        byte[] json = writer.json(item);
        return item.withBody(item.type(), json).withLinks(Signposting.header(writer.read(json)));
    }
}
