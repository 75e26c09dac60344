package io.campusfigshare.httpcache;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jspecify.annotations.Nullable;

/** Content negotiation and conditional requests (RFC 9110, sections 12 and 13). */
public final class Negotiation {

    private Negotiation() {}

    /**
     * A representation that a resource offers.
     *
     * @param name its value of the query parameter {@code format}
     * @param type its media type
     */
    public record Offer(String name, String type) {

        /** The default representation. */
        public static final Offer JSON = new Offer("json", MediaType.APPLICATION_JSON);
    }

    /**
     * Returns the offer that {@code format} names, or, if it is null, the best match for Accept. Fails with 400 if no
     * offer has the format, and with 406 if none has an acceptable type.
     */
    public static Offer negotiate(@Nullable String format, HttpHeaders headers, Offer... offers) {
        if (format != null) {
            return Arrays.stream(offers)
                    .filter(offer -> offer.name().equals(format))
                    .findFirst()
                    .orElseThrow(() ->
                            Problem.invalidParameter("format", "must be one of " + listed(Offer::name, offers) + "."));
        }
        return bestMatch(
                        headers,
                        Arrays.stream(offers)
                                .map(offer -> MediaType.valueOf(offer.type()))
                                .toList())
                .map(match -> offers[match.index()])
                .orElseThrow(() -> new Problem(
                        Problems.of(406).type(), "Available media types: " + listed(Offer::type, offers) + "."));
    }

    /** Returns whether Accept prefers HTML to all else, as that of a browser does which opens an address. */
    public static boolean prefersHtml(HttpHeaders headers) {
        List<MediaType> accepted = acceptedRanges(headers);
        return !accepted.isEmpty() && accepted.getFirst().equals(MediaType.TEXT_HTML_TYPE);
    }

    private static String listed(Function<Offer, String> property, Offer... offers) {
        return Arrays.stream(offers).map(property).collect(Collectors.joining(", "));
    }

    /**
     * Writes the bytes of the response as they are. Without this, Quarkus REST chooses a message body writer by Accept
     * if the resource method declares no media type.
     */
    public static Uni<RestResponse<Buffer>> writeAsIs(Uni<RestResponse<Buffer>> response) {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        return response.invoke(() -> writeAsIs(request));
    }

    /** Writes the bytes of a response that is already known as they are. */
    public static RestResponse<Buffer> writeAsIs(RestResponse<Buffer> response) {
        writeAsIs(CurrentRequestManager.get());
        return response;
    }

    private static void writeAsIs(ResteasyReactiveRequestContext request) {
        request.setEntityWriter((context, body) -> {
            ServerSerialisers.encodeResponseHeaders(context);
            context.serverResponse().end(((Buffer) body).getBytes());
        });
    }

    /**
     * The result of a negotiation.
     *
     * @param range the media range of Accept that matched, with its parameters
     * @param index the position of the chosen type in the list of offered types, from 0
     */
    public record Match(MediaType range, int index) {}

    /**
     * Returns the offered type with the greatest weight (RFC 9110, section 12.5.1); empty if none is acceptable. The
     * most specific matching range determines the weight of a type. Of types with equal weight, the range that Accept
     * lists first wins, then the type that is offered first.
     */
    public static Optional<Match> bestMatch(HttpHeaders headers, List<MediaType> offered) {
        List<MediaType> accepted = acceptedRanges(headers);
        return IntStream.range(0, offered.size())
                .boxed()
                .flatMap(i -> accepted.stream()
                        .filter(range -> range.isCompatible(offered.get(i)))
                        .min(Comparator.comparing(MediaType::isWildcardType)
                                .thenComparing(MediaType::isWildcardSubtype))
                        .map(range -> new Match(range, i))
                        .stream())
                .filter(match -> weight(match.range()) > 0)
                .min(Comparator.<Match>comparingDouble(match -> -weight(match.range()))
                        .thenComparingInt(match -> accepted.indexOf(match.range())));
    }

    /** Returns the media ranges of Accept; none if the header is malformed. */
    private static List<MediaType> acceptedRanges(HttpHeaders headers) {
        try {
            return headers.getAcceptableMediaTypes();
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    private static double weight(MediaType range) {
        String q = range.getParameters().get("q");
        return q != null && q.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(q) : 1;
    }

    /** Returns whether Accept-Encoding names gzip or {@code *}, with a weight above 0 (RFC 9110, section 12.5.3). */
    public static boolean gzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        if (acceptEncoding.equals("gzip") || (acceptEncoding.startsWith("gzip,") && acceptEncoding.indexOf(';') < 0)) {
            return true; // The usual values, without splitting.
        }
        boolean star = false;
        for (String coding : acceptEncoding.split(",", -1)) {
            String[] parts = coding.split(";", 2);
            boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> {
                    return !refused;
                }
                case "*" -> star = !refused;
                default -> {
                    // Not supported.
                }
            }
        }
        return star;
    }

    /** Returns whether If-None-Match lists the ETag, compared weakly, or is {@code *} (RFC 9110, section 13.1.2). */
    static boolean matches(List<String> ifNoneMatch, String etag) {
        // The opaque part of our ETags contains no quotes and no commas, so one ETag is never a substring of another.
        return ifNoneMatch.stream()
                .anyMatch(tags -> tags.contains(etag) || tags.strip().equals("*"));
    }

    /**
     * Returns the date of If-Modified-Since; null, to ignore it, if it is invalid or in the future (RFC 9110, section
     * 13.1.3).
     */
    static @Nullable Instant modifiedSince(List<String> ifModifiedSince) {
        Instant date = date(ifModifiedSince);
        return date == null || date.isAfter(Instant.now()) ? null : date;
    }

    /** Returns the date of a header; null if the header is absent, repeated or malformed. */
    static @Nullable Instant date(List<String> header) {
        return header.size() == 1 ? HttpDate.parse(header.getFirst()) : null;
    }

    /** Returns whether If-Match lists the ETag, compared strongly, or is {@code *} (RFC 9110, section 13.1.1). */
    static boolean matchesStrongly(List<String> ifMatch, String etag) {
        return ifMatch.stream()
                .flatMap(tags -> Arrays.stream(tags.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }

    /** Returns the cache key of a request: the normalised path, and the query with its parameters sorted. */
    public static String key(String path, @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return path;
        }
        return query.indexOf('&') < 0
                ? path + '?' + query
                : path + '?' + Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
    }
}
