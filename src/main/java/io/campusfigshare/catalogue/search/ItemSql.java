package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.problem.Problem;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list's question as SQL. Values are parameters, always; only what stands here becomes part of the text. */
public final class ItemSql {

    /** A rank costs as much as counting some thirty matches, of which a word may find a hundred thousand. */
    private static final int RANKED = 200;

    /** What Figshare counts, and not we. */
    private static final Set<String> FIGURES = Set.of("views", "downloads", "shares");

    private static final String WITH_FIGURES = " from item join " + Usage.OF_ITEM + "id where withdrawn is null";

    private final ItemQuery query;
    private final StringBuilder where = new StringBuilder();
    private final Tuple values = Tuple.tuple();
    private final String place;
    private final boolean ofPerson;
    private String words = "";

    ItemSql(ItemQuery query) {
        this.query = query;
        query.filters().forEach(this::filter);
        Object department = query.path().getOrDefault("department", text("department"));
        if (!department.equals("")) {
            department(value(department));
        }
        Object person = query.path().getOrDefault("person", text("person"));
        this.ofPerson = !person.equals("");
        if (ofPerson) {
            where.append(" and ").append(person(value(person)));
        }
        for (Containers.Kind kind : Containers.Kind.values()) {
            String id = query.path().get(kind.text());
            if (id != null) {
                where.append(" and id = any (array(select unnest(members) from container where kind = ")
                        .append(value(kind.text()))
                        .append(" and id = ")
                        .append(value(Long.valueOf(id)))
                        .append("))");
            }
        }
        this.place = switch (query.order()) {
            case "relevance" -> "ts_rank_cd(search, websearch_to_tsquery('english', " + words + "))::float8";
            case "title" -> "place";
            case "views", "downloads", "shares" -> "coalesce(" + query.order() + ", 0)";
            default -> query.order();
        };
    }

    /** One row for all and one for each value of each facet, with how many there are. */
    String count() {
        var columns = new StringBuilder("select count(*) as n");
        var sets = new StringBuilder("()");
        for (String facet : query.facets()) {
            String column = column(facet);
            columns.append(", (%s)::text as %s_value, grouping(%s) as %s_all".formatted(column, facet, column, facet));
            sets.append(", (").append(column).append(')');
        }
        if (isTallied()) {
            return "select coalesce(sum(n), 0)::bigint as n from tally where true" + where;
        }
        String from = " from item where withdrawn is null" + where;
        return columns + from + (query.facets().isEmpty() ? "" : " group by grouping sets (" + sets + ")");
    }

    /** Whether nothing but departments narrows it, of which the sums are kept. */
    private boolean isTallied() {
        return query.facets().isEmpty()
                && Set.of("department", "descendants")
                        .containsAll(query.filters().keySet())
                && Set.of("department").containsAll(query.path().keySet());
    }

    /** Of the text that was asked for last. */
    Tuple values() {
        return values;
    }

    /** The bodies of one page, each with its place, after which the next page begins. */
    String page() {
        if (readsAll()) {
            return pageOfAll();
        }
        String after = query.after();
        return "select body, " + Usage.COLUMNS + ", " + DepartmentNames.COLUMNS + ", " + place
                + "::text as place, id from item join " + Usage.OF_ITEM + "id"
                + DepartmentNames.join("item.department") + " where withdrawn is null" + where
                + (after == null ? "" : " and " + after(place, after)) + part(place, after);
    }

    /**
     * Whether all that is selected is read for one page: to be ranked, which no index can do, or because it is one
     * person's. Of that PostgreSQL cannot know how little it is, and looks for it through all items in their order.
     */
    boolean readsAll() {
        return query.order().equals("relevance") || ofPerson;
    }

    /** The page with the total in each row, which costs little here; one row without an item where the page is empty. */
    private String pageOfAll() {
        String after = query.after();
        boolean ranked = query.order().equals("relevance");
        return "with found as materialized (select id" + (ranked ? "" : ", " + place + " as place")
                + (FIGURES.contains(query.order()) ? WITH_FIGURES : " from item where withdrawn is null") + where + ")"
                + (ranked ? ranked() : ", placed as (select * from found)")
                + " select (select count(*) from found) as n, body, " + Usage.COLUMNS
                + ", " + DepartmentNames.COLUMNS + ", part.place::text as place, part.id"
                + " from (values (1)) always left join (select * from placed"
                + (after == null ? "" : " where " + after("place", after))
                + part("place", after)
                + ") part on true left join item on item.id = part.id left join " + Usage.OF_ITEM + "part.id"
                + DepartmentNames.join("item.department")
                + order("part.place", "part.id");
    }

    /** The latest of what was found by their rank, and the others behind them; by number, as Figshare counts upwards. */
    private String ranked() {
        String others = " union all select id, -1 from found where id < (select min(id) from ranked)";
        boolean beforeThem = query.after() == null && query.page() * query.size() <= RANKED;
        return ", ranked as materialized (select id, " + place + " as place from"
                + " (select id from found order by id desc limit " + RANKED + ") latest join item using (id)),"
                + " placed as (select * from ranked" + (beforeThem ? "" : others) + ")";
    }

    private String part(String column, @Nullable String after) {
        return order(column, "id") + " limit " + value(query.size())
                + (after == null ? " offset " + value((query.page() - 1) * query.size()) : "");
    }

    private String order(String column, String id) {
        String direction = query.descending() ? " desc" : " asc";
        return " order by " + column + direction + ", " + id + direction;
    }

    /** Opaque to callers. */
    static String cursor(String place, long id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((id + " " + place).getBytes(StandardCharsets.UTF_8));
    }

    private String after(String column, String cursor) {
        List<String> parts = parts(cursor);
        String type = switch (query.order()) {
            case "relevance" -> "::float8";
            case "title" -> "";
            case "views", "downloads", "shares" -> "::bigint";
            default -> "::timestamptz";
        };
        return "(%s, id) %s (%s::text%s, %s)"
                .formatted(
                        column,
                        query.descending() ? "<" : ">",
                        value(parts.getLast()),
                        type,
                        value(Long.valueOf(parts.getFirst())));
    }

    private List<String> parts(String cursor) {
        String read = decoded(cursor);
        String place = switch (query.order()) {
            case "relevance" -> "[-0-9.e]{1,30}";
            case "title" -> ".{0,400}";
            case "views", "downloads", "shares" -> "[0-9]{1,18}";
            default -> "-infinity|[0-9:+. -]{10,40}";
        };
        if (read == null || !read.matches("(?s)[0-9]{1,18} (" + place + ")")) {
            throw notAPlace();
        }
        return List.of(read.split(" ", 2));
    }

    static Problem notAPlace() {
        return Problem.invalidParameter("after", "is not a place in this list: take it from the Link header.");
    }

    private static @Nullable String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private void filter(String name, Object asked) {
        if (List.of("department", "descendants", "person").contains(name)) {
            return; // These may stand in the path as well.
        }
        where.append(" and ");
        String value = value(asked);
        where.append(
                switch (name) {
                    case "q" -> {
                        words = value;
                        yield "search @@ websearch_to_tsquery('english', " + value + ")";
                    }
                    case "author" -> "authors @@ plainto_tsquery('simple', " + value + ")";
                    case "orcid" -> "orcids @> array[" + value + "]";
                    case "keyword" -> "keywords @> array[lower(" + value + ")]";
                    case "category" -> "categories @> array[" + value + "]";
                    case "funder" -> "funders @> array[lower(" + value + ")]";
                    case "published-from" -> "published >= " + value;
                    case "published-to" -> "published <= " + value;
                    case "modified-since" -> "modified > " + value;
                    case "type", "license", "access" -> name + " = " + value;
                    default -> throw new IllegalStateException("no SQL for " + name.toUpperCase(Locale.ROOT));
                });
    }

    private String text(String filter) {
        return query.filters().getOrDefault(filter, "").toString();
    }

    /** Whoever has this campus id, ORCID iD or number; by the number of the author or by the ORCID iD. */
    private static String person(String value) {
        String asked = "from person where " + isPerson(value);
        return "(people && array(select author %1$s) or orcids && array(select orcid %1$s and orcid is not null))"
                .formatted(asked);
    }

    /** The condition for one person, by what they may be called by. */
    public static String isPerson(String value) {
        return ("(lower(campus) = lower(%1$s) or orcid = 'https://orcid.org/' || upper(%1$s)"
                        + " or author = case when %1$s ~ '^[0-9]{1,18}$' then (%1$s)::bigint end)")
                .formatted(value);
    }

    /** By its code or its number; with descendants, whatever lies below. {@code union} ends even where the tree has a loop. */
    private void department(String value) {
        boolean descendants = query.filters().containsKey("descendants");
        String below = descendants ? "union select d.id from within join department d on d.parent = within.id" : "";
        where.append(" and department = any (array(with recursive within (id) as (")
                .append("select id from department where lower(code) = lower(%1$s)".formatted(value))
                .append(" union select case when %1$s ~ '^[0-9]{1,18}$' then (%1$s)::bigint end ".formatted(value))
                .append(below)
                .append(") select id from within))");
    }

    private static String column(String facet) {
        return facet.equals("year")
                ? "case when isfinite(published) then extract(year from published at time zone 'UTC')::int end"
                : facet;
    }

    /** The parameter's place in the text, with its type. */
    private String value(Object value) {
        String type = switch (value) {
            case Instant instant -> {
                values.addOffsetDateTime(instant.atOffset(ZoneOffset.UTC));
                yield "timestamptz";
            }
            case Long number -> {
                values.addLong(number);
                yield "bigint";
            }
            case Integer number -> {
                values.addInteger(number);
                yield "int";
            }
            default -> {
                values.addString(value.toString());
                yield "text";
            }
        };
        return "$" + values.size() + "::" + type;
    }
}
