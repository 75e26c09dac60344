package io.campusfigshare.catalogue.item;

import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    private static final int LAST_PAGE = 100;

    /** Figshare lists no further than so many records (FACTS 3.1). */
    private static final int DEEPEST = 9_000;

    private static final int DEFAULT_SIZE = 20;
    private static final int LONGEST_Q = 500;
    private static final int LONGEST = 200;

    private interface Parser {
        @Nullable Object read(String name, String text);
    }

    /** What Figshare's own search can be asked, too. */
    private static final Map<String, Parser> FILTERS = Map.of(
            "q", ItemQuery::words,
            "type", ItemQuery::type,
            "published-from", ItemQuery::date,
            "modified-since", ItemQuery::date);

    private static final Map<String, Parser> MORE_FILTERS = Map.ofEntries(
            Map.entry("published-to", ItemQuery::date),
            Map.entry("department", ItemQuery::text),
            Map.entry("descendants", ItemQuery::yes),
            Map.entry("person", ItemQuery::text),
            Map.entry("orcid", ItemQuery::orcid),
            Map.entry("author", ItemQuery::text),
            Map.entry("keyword", ItemQuery::text),
            Map.entry("category", ItemQuery::text),
            Map.entry("license", ItemQuery::text),
            Map.entry("access", ItemQuery::access),
            Map.entry("funder", ItemQuery::text));

    private static final Set<String> FACETS = Set.of("type", "department", "year", "license", "access");

    /** All that an item has. */
    private static final Set<String> FIELDS = Arrays.stream(Item.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** Our names for Figshare's orders. */
    private static final Map<String, String> ORDERS = Map.of(
            "published", "published_date",
            "modified", "modified_date",
            "created", "created_date",
            "views", "views",
            "downloads", "downloads",
            "shares", "shares");

    /** The same, and those that Figshare does not have. */
    private static final Set<String> CATALOGUE_ORDERS =
            Set.of("relevance", "published", "modified", "created", "title", "views", "downloads", "shares");

    /**
     * Reads the parameters of a list.
     *
     * @param form    how the list is to be written, as its parameters say it, which are not read here
     * @param largest the most items on a page
     * @return fails with 400 for what is unknown, given twice or no value that it can have
     */
    public static ItemQuery of(
            MultivaluedMap<String, String> parameters, boolean catalogue, SortedMap<String, String> form, int largest) {
        Map<String, Parser> parsers = new TreeMap<>(FILTERS);
        Set<String> known = new TreeSet<>(Set.of("sort", "page", "size", "format", "style", "locale"));
        if (catalogue) {
            parsers.putAll(MORE_FILTERS);
            known.addAll(Set.of("facet", "fields", "after"));
        }
        known.addAll(parsers.keySet());
        var filters = new TreeMap<String, Object>();
        parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Problem.invalidParameter(
                        name, "is not a parameter of this list. It knows " + String.join(", ", known) + ".");
            }
            if (values.size() > 1) {
                throw Problem.invalidParameter(name, "may be given once only.");
            }
            Parser parser = parsers.get(name);
            if (parser != null) {
                Object value = parser.read(name, values.getFirst());
                if (value != null) {
                    filters.put(name, value);
                }
            }
        });
        if (!catalogue
                && filters.get("q") instanceof String q
                && SearchTerms.allOf(q).length() < SearchTerms.SHORTEST) {
            throw Problem.invalidParameter("q", "must hold a word of at least three letters or digits.");
        }
        for (String part : List.of("facet", "fields")) {
            if (!form.isEmpty() && parameters.containsKey(part)) {
                throw Problem.invalidParameter(part, "goes with JSON only.");
            }
        }
        String after = parameters.getFirst("after");
        if (after != null && parameters.containsKey("page")) {
            throw Problem.invalidParameter("after", "goes without page.");
        }
        return new ItemQuery(
                catalogue,
                filters,
                some("facet", parameters.getFirst("facet"), FACETS),
                some("fields", parameters.getFirst("fields"), FIELDS),
                Map.of(),
                sort(parameters.getFirst("sort"), catalogue, filters.containsKey("q")),
                number("page", parameters.getFirst("page"), 1, LAST_PAGE),
                number("size", parameters.getFirst("size"), DEFAULT_SIZE, largest),
                after,
                form);
    }

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
                Objects.requireNonNull(ORDERS.get(order())),
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
        if (more && page < LAST_PAGE) {
            links.add(link(list, page + 1, null, "next"));
        } else if (more && end != null) {
            links.add(link(list, 1, end, "next"));
        }
        if (total != null && total > 0 && total <= (long) LAST_PAGE * size) {
            links.add(link(list, (int) ((total + size - 1) / size), null, "last"));
        }
        return String.join(", ", links);
    }

    private String link(String list, int number, @Nullable String from, String rel) {
        String query =
                new ItemQuery(catalogue, filters, facets, fields, path, sort, number, size, from, form).canonical();
        return "<" + list + (query.isEmpty() ? "" : "?" + query) + ">; rel=\"" + rel + "\"";
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

    /** A star stands for whatever there is, as nothing does. */
    private static @Nullable Object words(String name, String text) {
        if (text.strip().equals("*")) {
            return null;
        }
        if (text.length() > LONGEST_Q) {
            throw Problem.invalidParameter(name, "may hold " + LONGEST_Q + " characters at most.");
        }
        if (text.chars().noneMatch(Character::isLetterOrDigit)) {
            throw Problem.invalidParameter(name, "must hold a word.");
        }
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static Object text(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalidParameter(name, "must hold 1 to " + LONGEST + " characters.");
        }
        return text.strip();
    }

    /** True, or the same as absent. */
    private static @Nullable Object yes(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> null;
            default -> throw Problem.invalidParameter(name, "must be true or false.");
        };
    }

    private static Object type(String name, String text) {
        return ItemType.named(text)
                .map(ItemType::text)
                .orElseThrow(() -> Problem.invalidParameter(name, "must be one of " + ItemType.all() + "."));
    }

    private static Object access(String name, String text) {
        return Arrays.stream(AccessLevel.values())
                .map(AccessLevel::text)
                .filter(text::equals)
                .findFirst()
                .orElseThrow(() ->
                        Problem.invalidParameter(name, "must be one of open, embargoed, restricted, metadata-only."));
    }

    private static Object orcid(String name, String text) {
        String orcid = SafeLinks.orcid(text);
        if (orcid == null) {
            throw Problem.invalidParameter(name, "must be an ORCID iD such as 0000-0002-1825-0097.");
        }
        return orcid;
    }

    private static Set<String> some(String name, @Nullable String text, Set<String> known) {
        if (text == null) {
            return Set.of();
        }
        var asked = new TreeSet<>(List.of(text.split(",", -1)));
        if (!known.containsAll(asked)) {
            throw Problem.invalidParameter(
                    name, "must be some of " + String.join(",", new TreeSet<>(known)) + ", with commas between.");
        }
        return asked;
    }

    private static String defaultSort(boolean catalogue, boolean words) {
        return catalogue && words ? "-relevance" : "-published";
    }

    private static String sort(@Nullable String text, boolean catalogue, boolean words) {
        if (text == null) {
            return defaultSort(catalogue, words);
        }
        Set<String> orders = catalogue ? CATALOGUE_ORDERS : ORDERS.keySet();
        if (!orders.contains(text.startsWith("-") ? text.substring(1) : text)) {
            throw Problem.invalidParameter(
                    "sort",
                    "must be one of " + String.join(", ", new TreeSet<>(orders))
                            + ", with a leading - for descending order.");
        }
        if (text.endsWith("relevance")) {
            if (!words) {
                throw Problem.invalidParameter("sort", "by relevance needs words to be relevant to: send q.");
            }
            return "-relevance";
        }
        return text;
    }

    private static Object date(String name, String text) {
        try {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9_999) {
                return instant;
            }
        } catch (DateTimeException unreadable) {
            // Answered like a year that nobody means.
        }
        throw Problem.invalidParameter(name, "must be a date such as 2024-05-31 or 2024-05-31T12:00:00Z.");
    }

    private static int number(String name, @Nullable String text, int absent, int most) {
        if (text == null) {
            return absent;
        }
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw Problem.invalidParameter(name, "must be a whole number from 1 to " + most + ".");
        }
        return Integer.parseInt(text);
    }
}
