package io.campusfigshare.catalogue.item;

import io.campusfigshare.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for a list of items; {@link ItemListParameters#query} checks its values.
 *
 * @param catalogue whether the catalogue answers it; if not, Figshare's search does, which knows fewer filters
 * @param filters   the parsed values by parameter, in one form for each meaning: String, Instant or Boolean
 * @param facets    the facets to count
 * @param fields    the members of each item to return; all if empty
 * @param path      the filters that the path of the list sets; they are not part of the query string
 * @param sort      the order, with a leading - for descending
 * @param after     a cursor in place of a page: the end of the page before; null without one
 * @param form      the parameters that name the format of the answer; for JSON at most those of its citations
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

    /** Beyond this page, the catalogue uses a cursor. 100 pages of the maximum size cover all that Figshare lists. */
    static final int MAX_PAGE = 100;

    /** The maximum number of records that Figshare lists (FACTS 3.1). */
    private static final int MAX_FIGSHARE_RECORDS = 9_000;

    static final int DEFAULT_SIZE = 20;

    /** The sort orders of Figshare's search, by our names. */
    public static final Map<String, String> FIGSHARE_ORDERS = Map.of(
            "published", "published_date",
            "modified", "modified_date",
            "created", "created_date",
            "views", "views",
            "downloads", "downloads",
            "shares", "shares");

    /** The sort orders of the catalogue. */
    static final Set<String> CATALOGUE_ORDERS =
            Set.of("relevance", "published", "modified", "created", "title", "views", "downloads", "shares");

    /**
     * Returns the query for a page of the latest items, or, with words, of the best matches; fails with {@code
     * invalid-parameter} (400) if a value is not valid.
     *
     * @param path the filter that names the list, such as the department; at most one, all items without one
     */
    public static ItemQuery latest(
            Map<String, String> path, @Nullable String q, @Nullable String page, @Nullable String size) {
        path.forEach(ParameterValues::text);
        var filters = new TreeMap<String, Object>();
        String words = q == null ? null : ParameterValues.searchWords("q", q);
        if (words != null) {
            filters.put("q", words);
        }
        return new ItemQuery(
                true,
                filters,
                Set.of(),
                Set.of(),
                path,
                defaultSort(true, words != null),
                ParameterValues.number("page", page, 1, MAX_PAGE),
                ParameterValues.number("size", size, DEFAULT_SIZE, 100),
                null,
                new TreeMap<>());
    }

    /**
     * Returns this query for a list whose path sets a filter, such as the department; fails with {@code
     * invalid-parameter} (400) if the query sets it, too.
     */
    public ItemQuery in(String filter, String value) {
        if (filters.containsKey(filter)) {
            throw Problem.invalidParameter(filter, "is set by the path of this list.");
        }
        return new ItemQuery(catalogue, filters, facets, fields, Map.of(filter, value), sort, page, size, after, form);
    }

    /** Returns the sort order without the direction. */
    public String order() {
        return descending() ? sort.substring(1) : sort;
    }

    /** Returns whether the items are to be cited in a style, for which they must be complete. */
    public boolean cited() {
        return form.containsKey("style") && !form.containsKey("format");
    }

    public boolean descending() {
        return sort.startsWith("-");
    }

    /**
     * Returns the Link header (RFC 8288).
     *
     * @param list  the URL of the list
     * @param found the number of items on this page
     * @param total the number of all items; null if unknown, so that a full page implies a next page
     * @param end   the cursor at the end of this page, for the pages beyond the last numbered one
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
        boolean more = total == null ? found == size && page * size < MAX_FIGSHARE_RECORDS : (long) page * size < total;
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

    /** Returns the query string: the same for all queries of the same meaning, sorted by name and without defaults. */
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
