package io.campusfigshare.citation;

import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The format that a request asks for: that of {@code format=}, else that of Accept.
 *
 * @param style  the style of formatted references, an id of {@link Styles#ALL}
 * @param locale the locale of formatted references
 * @param cited  whether the citation of each item of a JSON list is a formatted reference
 */
public record RequestedFormat(Format format, String style, String locale, boolean cited) {

    RequestedFormat(Format format, String style, String locale) {
        this(format, style, locale, false);
    }

    /** Returns the format of one item: from the parameters, or else from Accept. */
    public static RequestedFormat ofItem(FormatParameters parameters, HttpHeaders headers) {
        return of(parameters, headers, Format.OF_ITEMS);
    }

    /** Returns the format of one item that the path names; fails with 404 if the name is unknown. */
    public static RequestedFormat named(String format) {
        return new RequestedFormat(
                Format.named(format, Format.OF_ITEMS)
                        .orElseThrow(() -> new Problem(
                                ProblemType.NOT_FOUND,
                                "Unknown format. The formats are " + Format.all(Format.OF_ITEMS) + ".")),
                Styles.DEFAULT_STYLE,
                Styles.DEFAULT_LOCALE);
    }

    /**
     * Returns the format of a list: from the parameters, or else from Accept.
     *
     * @param complete whether the list has complete items; without a catalogue, Figshare's lists have only a part of
     *                 each item, so that JSON is the only format
     */
    public static RequestedFormat ofList(FormatParameters parameters, HttpHeaders headers, boolean complete) {
        RequestedFormat requested = of(parameters, headers, complete ? Format.OF_LISTS : List.of(Format.JSON));
        if (requested.format != Format.JSON || parameters.style == null) {
            return requested;
        }
        if (!complete) {
            throw Problem.invalidParameter("style", "needs the catalogue, which this service does not have.");
        }
        return references(parameters.style, parameters.locale);
    }

    /** Returns a format with references; fails with 400 if the style or the locale is unknown. */
    public static RequestedFormat references(String style, @Nullable String locale) {
        return new RequestedFormat(Format.JSON, Styles.style(style), Styles.locale(locale), true);
    }

    private static RequestedFormat of(FormatParameters parameters, HttpHeaders headers, List<Format> offered) {
        Map<String, String> mediaTypeParameters = Map.of();
        Format format;
        if (parameters.format != null) {
            format = Format.named(parameters.format, offered)
                    .orElseThrow(
                            () -> Problem.invalidParameter("format", "must be one of " + Format.all(offered) + "."));
        } else {
            Negotiation.Match match = Negotiation.bestMatch(
                            headers,
                            offered.stream()
                                    .map(offer -> MediaType.valueOf(offer.type))
                                    .toList())
                    .orElseThrow(() -> notAcceptable(offered));
            format = offered.get(match.index());
            mediaTypeParameters = match.range().getParameters();
        }
        // Invalid values are rejected for every format, also for those that ignore them.
        String knownStyle =
                Styles.style(parameters.style != null ? parameters.style : mediaTypeParameters.get("style"));
        String knownLocale =
                Styles.locale(parameters.locale != null ? parameters.locale : mediaTypeParameters.get("locale"));
        return format == Format.TEXT
                ? new RequestedFormat(format, knownStyle, knownLocale)
                : new RequestedFormat(format, Styles.DEFAULT_STYLE, Styles.DEFAULT_LOCALE);
    }

    static Problem notAcceptable(List<Format> offered) {
        return new Problem(
                Problems.of(406).type(),
                "The available media types are "
                        + offered.stream().map(format -> format.type).collect(Collectors.joining(", ")) + ".");
    }

    /** Returns the query parameters, without those that have their default values. */
    public SortedMap<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        if (format != Format.JSON) {
            parameters.put("format", format.text());
        }
        if (cited || !style.equals(Styles.DEFAULT_STYLE)) {
            parameters.put("style", style);
        }
        if (!locale.equals(Styles.DEFAULT_LOCALE)) {
            parameters.put("locale", locale);
        }
        return parameters;
    }

    /** Returns the maximum number of items on a page in this format. */
    public int maxPageSize() {
        return format.maxPageSize;
    }

    /** Returns the parameters as a sorted query string; "" for JSON. */
    String query() {
        return parameters().isEmpty()
                ? ""
                : parameters().entrySet().stream()
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }
}
