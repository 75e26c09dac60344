package io.campusfigshare.catalogue;

import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a caller asks of the list of items; every value is checked here, and a parameter we do not know is refused. */
public record ItemQuery(
        @Nullable String q,
        @Nullable ItemType type,
        @Nullable Instant publishedFrom,
        @Nullable Instant modifiedSince,
        String sort,
        int page,
        int size) {

    /** Figshare refuses deeper ones (FACTS 3.1). */
    static final int LAST_PAGE = 5_000;

    /** Figshare lists no further than so many records (FACTS 3.1). */
    private static final int DEEPEST = 9_000;

    static final int LARGEST_PAGE = 100;
    private static final int DEFAULT_SIZE = 20;
    private static final String DEFAULT_SORT = "-published";
    private static final int LONGEST_Q = 500;
    private static final List<String> KNOWN =
            List.of("q", "type", "published-from", "modified-since", "sort", "page", "size");

    /** Our names for Figshare's orders. */
    private static final Map<String, String> ORDERS = Map.of(
            "published", "published_date",
            "modified", "modified_date",
            "created", "created_date",
            "views", "views",
            "downloads", "downloads",
            "shares", "shares",
            "citations", "cites");

    public static ItemQuery of(MultivaluedMap<String, String> parameters) {
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                throw Problem.invalidParameter(
                        name, "is not a parameter of this list. It knows " + String.join(", ", KNOWN) + ".");
            }
            if (values.size() > 1) {
                throw Problem.invalidParameter(name, "may be given once only.");
            }
        });
        return new ItemQuery(
                q(parameters.getFirst("q")),
                type(parameters.getFirst("type")),
                date("published-from", parameters.getFirst("published-from")),
                date("modified-since", parameters.getFirst("modified-since")),
                sort(parameters.getFirst("sort")),
                number("page", parameters.getFirst("page"), 1, LAST_PAGE),
                number("size", parameters.getFirst("size"), DEFAULT_SIZE, LARGEST_PAGE));
    }

    ArticleSearch toSearch(@Nullable Long institution) {
        boolean descending = sort.startsWith("-");
        return new ArticleSearch(
                q == null ? null : SearchTerms.allOf(q),
                institution,
                type == null ? null : type.number(),
                // Figshare's "since" leaves the moment itself out; "from" includes it.
                publishedFrom == null ? null : publishedFrom.minusSeconds(1).toString(),
                modifiedSince == null ? null : modifiedSince.toString(),
                Objects.requireNonNull(ORDERS.get(descending ? sort.substring(1) : sort)),
                descending ? "desc" : "asc",
                page,
                size);
    }

    /** RFC 8288 links; without a total, a full page is the sign that there may be another. */
    public String links(String base, int found) {
        var links = new ArrayList<String>();
        links.add(link(base, 1, "first"));
        if (page > 1) {
            links.add(link(base, page - 1, "prev"));
        }
        if (found == size && page < LAST_PAGE && page * size < DEEPEST) {
            links.add(link(base, page + 1, "next"));
        }
        return String.join(", ", links);
    }

    private String link(String base, int number, String rel) {
        String query = new ItemQuery(q, type, publishedFrom, modifiedSince, sort, number, size).canonical();
        return "<" + base + "/v1/items" + (query.isEmpty() ? "" : "?" + query) + ">; rel=\"" + rel + "\"";
    }

    /** One form for all ways to ask the same, sorted by name; defaults are left out, as callers leave them out. */
    public String canonical() {
        String all = parameter("modified-since", modifiedSince)
                + parameter("page", page == 1 ? null : page)
                + parameter("published-from", publishedFrom)
                + parameter("q", q)
                + parameter("size", size == DEFAULT_SIZE ? null : size)
                + parameter("sort", sort.equals(DEFAULT_SORT) ? null : sort)
                + parameter("type", type == null ? null : type.text());
        return all.isEmpty() ? "" : all.substring(0, all.length() - 1);
    }

    private static String parameter(String name, @Nullable Object value) {
        return value == null ? "" : name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8) + "&";
    }

    private static @Nullable String q(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_Q) {
            throw Problem.invalidParameter("q", "may hold " + LONGEST_Q + " characters at most.");
        }
        if (SearchTerms.allOf(text).length() < SearchTerms.SHORTEST) {
            throw Problem.invalidParameter("q", "must hold a word of at least three letters or digits.");
        }
        return text;
    }

    private static @Nullable ItemType type(@Nullable String text) {
        return text == null
                ? null
                : ItemType.named(text)
                        .orElseThrow(() -> Problem.invalidParameter("type", "must be one of " + ItemType.all() + "."));
    }

    private static String sort(@Nullable String text) {
        if (text == null) {
            return DEFAULT_SORT;
        }
        if (!ORDERS.containsKey(text.startsWith("-") ? text.substring(1) : text)) {
            throw Problem.invalidParameter(
                    "sort",
                    "must be one of " + String.join(", ", new TreeSet<>(ORDERS.keySet()))
                            + ", with a leading - for descending order.");
        }
        return text;
    }

    private static @Nullable Instant date(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw Problem.invalidParameter(name, "must be a date such as 2024-05-31 or 2024-05-31T12:00:00Z.");
        }
    }

    private static int number(String name, @Nullable String text, int absent, int most) {
        if (text == null) {
            return absent;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw Problem.invalidParameter(name, "must be a whole number from 1 to " + most + ".");
        }
        return Integer.parseInt(text);
    }
}
