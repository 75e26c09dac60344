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

/**
 * In which format a request wants its answer: as {@code format=} says, else as Accept does.
 *
 * @param style  of formatted text
 * @param locale of formatted text
 */
public record RequestedFormat(Format format, String style, String locale) {

    /** Returns the format of one item: from the parameters, or else from Accept. */
    public static RequestedFormat ofItem(FormatParameters parameters, HttpHeaders headers) {
        return of(parameters, headers, Format.OF_ITEMS);
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
     * Returns the format of a list: from the parameters, or else from Accept.
     *
     * @param complete whether the list has complete items; without a catalogue, Figshare's lists have only a part of each
     *                 item, so that JSON is the only format
     */
    public static RequestedFormat ofList(FormatParameters parameters, HttpHeaders headers, boolean complete) {
        return of(parameters, headers, complete ? Format.OF_LISTS : List.of(Format.JSON));
    }

    private static RequestedFormat of(FormatParameters parameters, HttpHeaders headers, List<Format> offered) {
        Map<String, String> said = Map.of();
        Format format;
        if (parameters.format != null) {
            format = Format.named(parameters.format, offered)
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
        String knownStyle = Styles.style(parameters.style != null ? parameters.style : said.get("style"));
        String knownLocale = Styles.locale(parameters.locale != null ? parameters.locale : said.get("locale"));
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
