package io.campusfigshare.citation;

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
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Answers items and lists of them in the format that is requested; each is made of the JSON, which is loaded once for all. */
@Singleton
public class Citations {

    /** What a reference alone can be had as. */
    public static final Negotiation.Offer REFERENCE_TEXT = new Negotiation.Offer("text", MediaType.TEXT_PLAIN);

    /** The same with the style's italics. */
    public static final Negotiation.Offer REFERENCE_HTML = new Negotiation.Offer("html", MediaType.TEXT_HTML);

    /** What the links of an item can be had as. */
    public static final Negotiation.Offer LINKSET_JSON = new Negotiation.Offer("json", Signposting.LINKSET_JSON);

    /** The same as they stand in a header. */
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
     * @param key      of its JSON, as in {@link ResponseCache}
     * @param loader   of its JSON
     */
    public Uni<RestResponse<Buffer>> item(
            RoutingContext context, RequestedFormat requested, String key, String lifetime, Loader loader) {
        return Negotiation.writeAsIs(
                requested.format() == Format.JSON
                        ? cache.answer(context, key, lifetime, signposted(loader))
                        : cache.answer(
                                context,
                                key,
                                lifetime,
                                signposted(loader),
                                requested.query(),
                                body -> writer.item(body, requested)));
    }

    /**
     * Answers an item's reference alone, as text or as HTML; {@code key} and {@code loader} are the item's.
     *
     * @param style  null for the usual one
     * @param locale null for the usual one
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
                signposted(loader),
                "/citation" + (query.equals("?") ? "" : query),
                body -> Representation.of(html ? HTML : TEXT, writer.reference(body, requested, html))));
    }

    /** Answers all links of an item (RFC 9264); {@code key} and {@code loader} are the item's. */
    public Uni<RestResponse<Buffer>> linkset(
            RoutingContext context, Negotiation.Offer as, String key, String lifetime, Loader loader) {
        boolean text = as.equals(LINKSET_TEXT);
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                lifetime,
                signposted(loader),
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
     * @param key    with the parameters of what is requested
     * @param loader of the JSON of as many items as are requested, whole
     */
    public Uni<RestResponse<Buffer>> list(
            RoutingContext context, RequestedFormat requested, String key, Loader loader) {
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                "list",
                requested.format() == Format.JSON
                        ? loader
                        : refresh -> loader.load(refresh)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(page -> writer.list(page, requested))));
    }

    private Loader signposted(Loader loader) {
        return refresh -> loader.load(refresh)
                // Records may be long, and this reads all of it.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(item -> item.status() == 200 ? signposted(item) : item);
    }

    /** Written once: to be read here, and to be kept. */
    private Representation signposted(Representation item) {
        byte[] written = writer.json(item);
        return item.withBody(item.type(), written).withLinks(Signposting.header(writer.read(written)));
    }
}
