package io.campusfigshare.citation;

import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which format a request wants its answer: as {@code format=} says, else as Accept does.
 *
 * @param style  of formatted text
 * @param locale of formatted text
 */
public record RequestedFormat(Format format, String style, String locale) {

    /** Of one item, by its parameters and headers. */
    public static RequestedFormat ofItem(
            @Nullable String format, @Nullable String style, @Nullable String locale, HttpHeaders headers) {
        return of(format, style, locale, headers, Format.OF_ITEMS);
    }

    /** Of one item, where the path names the format; fails with 404 where there is none of that name. */
    public static RequestedFormat named(String format) {
        return new RequestedFormat(
                Format.named(format, Format.OF_ITEMS)
                        .orElseThrow(() -> new Problem(
                                ProblemType.NOT_FOUND,
                                "There is no such format: there are " + Format.all(Format.OF_ITEMS) + ".")),
                Styles.DEFAULT_STYLE,
                Styles.DEFAULT_LOCALE);
    }

    /**
     * Of a list.
     *
     * @param complete whether its items are whole, which those that are read through from Figshare's lists are not
     */
    public static RequestedFormat ofList(RoutingContext context, HttpHeaders headers, boolean complete) {
        return of(
                parameter(context, "format"),
                parameter(context, "style"),
                parameter(context, "locale"),
                headers,
                complete ? Format.OF_LISTS : List.of(Format.JSON));
    }

    private static RequestedFormat of(
            @Nullable String named,
            @Nullable String style,
            @Nullable String locale,
            HttpHeaders headers,
            List<Format> offered) {
        Map<String, String> said = Map.of();
        Format format;
        if (named != null) {
            format = Format.named(named, offered)
                    .orElseThrow(
                            () -> Problem.invalidParameter("format", "must be one of " + Format.all(offered) + "."));
        } else {
            Negotiation.Match match = Negotiation.bestMatch(
                            headers,
                            offered.stream()
                                    .map(one -> MediaType.valueOf(one.type))
                                    .toList())
                    .orElseThrow(() -> notAcceptable(offered));
            format = offered.get(match.index());
            said = match.range().getParameters();
        }
        // Checked even where nothing is made of them: what cannot be is refused, whatever else is asked.
        String knownStyle = Styles.style(style != null ? style : said.get("style"));
        String knownLocale = Styles.locale(locale != null ? locale : said.get("locale"));
        return format == Format.TEXT
                ? new RequestedFormat(format, knownStyle, knownLocale)
                : new RequestedFormat(format, Styles.DEFAULT_STYLE, Styles.DEFAULT_LOCALE);
    }

    static Problem notAcceptable(List<Format> offered) {
        return new Problem(
                Problems.of(406).type(),
                "It can be had as "
                        + offered.stream().map(format -> format.type).collect(Collectors.joining(", ")) + ".");
    }

    private static @Nullable String parameter(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        if (values.size() > 1) {
            throw Problem.invalidParameter(name, "may be given once only.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** As parameters, without those that have their defaults. */
    public SortedMap<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        if (format != Format.JSON) {
            parameters.put("format", format.text());
        }
        if (!style.equals(Styles.DEFAULT_STYLE)) {
            parameters.put("style", style);
        }
        if (!locale.equals(Styles.DEFAULT_LOCALE)) {
            parameters.put("locale", locale);
        }
        return parameters;
    }

    /** The most that one page of a list holds of it. */
    public int largestPage() {
        return format.largestPage;
    }

    /** The parameters as a query, sorted: "" for JSON. */
    String query() {
        return parameters().isEmpty()
                ? ""
                : parameters().entrySet().stream()
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }
}
