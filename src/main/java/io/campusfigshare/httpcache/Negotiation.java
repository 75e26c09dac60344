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

/** What a request says of the answer it can use. */
public final class Negotiation {

    private Negotiation() {}

    /** What an answer can be had as: the name that {@code format=} has for it, and its media type. */
    public record Offer(String name, String type) {

        /** What everybody gets who does not say otherwise. */
        public static final Offer JSON = new Offer("json", MediaType.APPLICATION_JSON);
    }

    /**
     * The one of what is offered that is wanted: as {@code format=} says, else as Accept does.
     *
     * @return fails with 400 for a format, with 406 for types that there are not
     */
    public static Offer wanted(@Nullable String format, HttpHeaders headers, Offer... offers) {
        if (format != null) {
            return Arrays.stream(offers)
                    .filter(offer -> offer.name().equals(format))
                    .findFirst()
                    .orElseThrow(() ->
                            Problem.invalidParameter("format", "must be one of " + listed(Offer::name, offers) + "."));
        }
        return choice(
                        headers,
                        Arrays.stream(offers)
                                .map(offer -> MediaType.valueOf(offer.type()))
                                .toList())
                .map(choice -> offers[choice.offered()])
                .orElseThrow(() ->
                        new Problem(Problems.of(406).type(), "It can be had as " + listed(Offer::type, offers) + "."));
    }

    private static String listed(Function<Offer, String> what, Offer... offers) {
        return Arrays.stream(offers).map(what).collect(Collectors.joining(", "));
    }

    /** The answer as it is: where a resource declares no type, the framework would choose a writer by Accept. */
    public static Uni<RestResponse<Buffer>> ours(Uni<RestResponse<Buffer>> answer) {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        return answer.invoke(() -> request.setEntityWriter((context, body) -> {
            ServerSerialisers.encodeResponseHeaders(context);
            context.serverResponse().end(((Buffer) body).getBytes());
        }));
    }

    /**
     * What of Accept led to the choice.
     *
     * @param range   with its parameters
     * @param offered the place of the chosen type among those offered
     */
    public record Choice(MediaType range, int offered) {}

    /**
     * RFC 9110, section 12.5.1: the type with the greatest weight, which the most specific range gives it; among equals
     * what who asks names first, then what we offer first.
     */
    public static Optional<Choice> choice(HttpHeaders headers, List<MediaType> offered) {
        List<MediaType> liked = liked(headers);
        return IntStream.range(0, offered.size())
                .boxed()
                .flatMap(i -> liked.stream()
                        .filter(range -> range.isCompatible(offered.get(i)))
                        .min(Comparator.comparing(MediaType::isWildcardType)
                                .thenComparing(MediaType::isWildcardSubtype))
                        .map(range -> new Choice(range, i))
                        .stream())
                .filter(choice -> weight(choice.range()) > 0)
                .min(Comparator.<Choice>comparingDouble(choice -> -weight(choice.range()))
                        .thenComparingInt(choice -> liked.indexOf(choice.range())));
    }

    /** Nothing at all, where it cannot be read. */
    private static List<MediaType> liked(HttpHeaders headers) {
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

    /** RFC 9110, section 12.5.3: gzip only where it is named, or everything is, and not with weight 0. */
    static boolean gzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        if (acceptEncoding.equals("gzip") || (acceptEncoding.startsWith("gzip,") && acceptEncoding.indexOf(';') < 0)) {
            return true; // What nearly every client sends.
        }
        boolean any = false;
        for (String coding : acceptEncoding.split(",", -1)) {
            String[] parts = coding.split(";", 2);
            boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> {
                    return !refused;
                }
                case "*" -> any = !refused;
                default -> {
                    // A coding that we do not make.
                }
            }
        }
        return any;
    }

    /** RFC 9110, section 13.1.2: any of the listed tags, compared weakly, or the star. */
    static boolean matches(List<String> ifNoneMatch, String etag) {
        // An ETag of ours holds neither quotes nor commas, so that it cannot be found inside another.
        return ifNoneMatch.stream()
                .anyMatch(tags -> tags.contains(etag) || tags.strip().equals("*"));
    }

    /** RFC 9110, section 13.1.3: the one date, where it is one and not to come; else null, and the header is ignored. */
    static @Nullable Instant modifiedSince(List<String> ifModifiedSince) {
        Instant date = date(ifModifiedSince);
        return date == null || date.isAfter(Instant.now()) ? null : date;
    }

    /** The one date of a header; null where there is none, more than one, or what is no date. */
    static @Nullable Instant date(List<String> header) {
        return header.size() == 1 ? HttpDate.read(header.getFirst()) : null;
    }

    /** RFC 9110, section 13.1.1: any of the listed tags, none of them weak, or the star. */
    static boolean matchesStrongly(List<String> ifMatch, String etag) {
        return ifMatch.stream()
                .flatMap(tags -> Arrays.stream(tags.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }

    /** The path as the router sees it, and the query with its parameters in order: one answer, one key. */
    public static String key(String path, @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return path;
        }
        return query.indexOf('&') < 0
                ? path + '?' + query
                : path + '?' + Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
    }
}
