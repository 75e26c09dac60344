package io.campusfigshare.catalogue.item;

import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of the list of items; every value is checked here, and a parameter we do not know is refused.
 *
 * @param catalogue whether it goes to the catalogue, which knows more than Figshare's own search
 * @param filters   by parameter, in one form for each meaning: texts, instants and numbers
 * @param facets    the names of what is to be counted
 * @param fields    the names of what is wanted of each item; all of it where there are none
 * @param path      the filters that the list's path stands for, which are no part of the query
 * @param after     in place of a page: where the page before this one ended
 * @param form      how the list is to be written, by parameter; nothing for JSON
 */
public record ItemQuery(
        boolean catalogue,
        SortedMap<String, Object> filters,
        Set<String> facets,
        Set<String> fields,
        Map<String, String> path,
        String sort,
        int page,
        int size,
        @Nullable String after,
        SortedMap<String, String> form) {

    /** In the catalogue, a cursor goes on from there; read through, a page of 100 reaches all that Figshare lists. */
    static final int MAX_PAGE = 100;

    /** Figshare lists no further than so many records (FACTS 3.1). */
    private static final int DEEPEST = 9_000;

    static final int DEFAULT_SIZE = 20;

    /** Our names for Figshare's orders. */
    static final Map<String, String> FIGSHARE_ORDERS = Map.of(
            "published", "published_date",
            "modified", "modified_date",
            "created", "created_date",
            "views", "views",
            "downloads", "downloads",
            "shares", "shares");

    /** The same, and those that Figshare does not have. */
    static final Set<String> CATALOGUE_ORDERS =
            Set.of("relevance", "published", "modified", "created", "title", "views", "downloads", "shares");

    /** The same of the list of one department or one person, which its path names already. */
    public ItemQuery in(String filter, String value) {
        if (filters.containsKey(filter)) {
            throw Problem.invalidParameter(filter, "stands in the path of this list.");
        }
        return new ItemQuery(catalogue, filters, facets, fields, Map.of(filter, value), sort, page, size, after, form);
    }

    ArticleSearch toSearch(@Nullable Long institution) {
        boolean descending = descending();
        String q = (String) filters.get("q");
        String type = (String) filters.get("type");
        Instant publishedFrom = (Instant) filters.get("published-from");
        Instant modifiedSince = (Instant) filters.get("modified-since");
        return new ArticleSearch(
                q == null ? null : SearchTerms.allOf(q),
                institution,
                type == null ? null : ItemType.named(type).orElseThrow().number(),
                // Figshare's "since" leaves the moment itself out; "from" includes it.
                publishedFrom == null ? null : publishedFrom.minusSeconds(1).toString(),
                modifiedSince == null ? null : modifiedSince.toString(),
                Objects.requireNonNull(FIGSHARE_ORDERS.get(order())),
                descending ? "desc" : "asc",
                page,
                size);
    }

    /** What it is sorted by, without the direction. */
    public String order() {
        return descending() ? sort.substring(1) : sort;
    }

    public boolean descending() {
        return sort.startsWith("-");
    }

    /**
     * RFC 8288 links.
     *
     * @param list  the URL of the list
     * @param total how many there are, where that is known; else a full page is the sign that there may be another
     * @param end   where this page ends, for the pages beyond those that have a number
     */
    public String links(String list, int found, @Nullable Long total, @Nullable String end) {
        var links = new ArrayList<String>();
        links.add(link(list, 1, null, "first"));
        if (after != null) {
            if (found == size && end != null) {
                links.add(link(list, 1, end, "next"));
            }
            return String.join(", ", links);
        }
        if (page > 1) {
            links.add(link(list, page - 1, null, "prev"));
        }
        boolean more = total == null ? found == size && page * size < DEEPEST : (long) page * size < total;
        if (more && page < MAX_PAGE) {
            links.add(link(list, page + 1, null, "next"));
        } else if (more && end != null) {
            links.add(link(list, 1, end, "next"));
        }
        if (total != null && total > 0 && total <= (long) MAX_PAGE * size) {
            links.add(link(list, (int) ((total + size - 1) / size), null, "last"));
        }
        return String.join(", ", links);
    }

    private String link(String list, int number, @Nullable String from, String rel) {
        var query = new ItemQuery(catalogue, filters, facets, fields, path, sort, number, size, from, form);
        return "<" + query.appendTo(list) + ">; rel=\"" + rel + "\"";
    }

    /** Returns the path or URL of the list with the canonical query behind it, if there is any. */
    public String appendTo(String list) {
        String query = canonical();
        return query.isEmpty() ? list : list + "?" + query;
    }

    /** One form for all ways to ask the same, sorted by name; defaults are left out, as callers leave them out. */
    public String canonical() {
        var all = new TreeMap<String, Object>(filters);
        all.putAll(form);
        if (!facets.isEmpty()) {
            all.put("facet", String.join(",", facets));
        }
        if (!fields.isEmpty()) {
            all.put("fields", String.join(",", fields));
        }
        if (!sort.equals(defaultSort(catalogue, filters.containsKey("q")))) {
            all.put("sort", sort);
        }
        if (page != 1) {
            all.put("page", page);
        }
        if (size != DEFAULT_SIZE) {
            all.put("size", size);
        }
        if (after != null) {
            all.put("after", after);
        }
        var query = new StringBuilder();
        all.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)));
        return query.toString();
    }

    static String defaultSort(boolean catalogue, boolean hasWords) {
        return catalogue && hasWords ? "-relevance" : "-published";
    }
}
