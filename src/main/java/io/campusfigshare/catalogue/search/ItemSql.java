package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.Usage;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements for a list of items. Values from the request are always parameters of the statement; its text
 * consists of constants in this class.
 */
public final class ItemSql {

    /** The number of matches that are ranked: a rank costs as much as counting about 30 matches, of up to 100,000. */
    private static final int MAX_RANKED = 200;

    /** The orders by usage, which is in another table. */
    private static final Set<String> USAGE_ORDERS = Set.of("views", "downloads", "shares");

    private static final String WITH_USAGE = " from item join " + Usage.OF_ITEM + "id where withdrawn is null";

    private final ItemQuery query;
    private final StringBuilder where = new StringBuilder();
    private final SqlValues values = new SqlValues();
    private final String sortColumn;
    private final boolean byPerson;
    private String words = "";

    ItemSql(ItemQuery query) {
        this.query = query;
        query.filters().forEach(this::filter);
        Object department = query.path().getOrDefault("department", text("department"));
        if (!department.equals("")) {
            department(value(department));
        }
        Object person = query.path().getOrDefault("person", text("person"));
        this.byPerson = !person.equals("");
        if (byPerson) {
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
        this.sortColumn = switch (query.order()) {
            case "relevance" -> "ts_rank_cd(search, websearch_to_tsquery('english', " + words + "))::float8";
            case "title" -> "place";
            case "views", "downloads", "shares" -> "coalesce(" + query.order() + ", 0)";
            default -> query.order();
        };
    }

    /** Returns the statement that counts: one row for all items, and one for each value of each facet. */
    String count() {
        var columns = new StringBuilder("select count(*) as n");
        var sets = new StringBuilder("()");
        for (String facet : query.facets()) {
            String column = column(facet);
            columns.append(", (%s)::text as %s_value, grouping(%s) as %s_all".formatted(column, facet, column, facet));
            sets.append(", (").append(column).append(')');
        }
        if (isInTally()) {
            return "select coalesce(sum(n), 0)::bigint as n from tally where true" + where;
        }
        String from = " from item where withdrawn is null" + where;
        return columns + from + (query.facets().isEmpty() ? "" : " group by grouping sets (" + sets + ")");
    }

    /** Returns whether the query filters by department only, so that the table {@code tally} contains the counts. */
    private boolean isInTally() {
        return query.facets().isEmpty()
                && Set.of("department", "descendants")
                        .containsAll(query.filters().keySet())
                && Set.of("department").containsAll(query.path().keySet());
    }

    /** Returns the values of the statement that was created last. */
    Tuple values() {
        return values.tuple();
    }

    /** Returns the statement that reads one page, with the sort value of each item for the cursor. */
    String page() {
        if (readsAll()) {
            return pageOfAllMatches();
        }
        String after = query.after();
        return "select body, " + Usage.COLUMNS + ", " + DepartmentNames.COLUMNS + ", " + sortColumn
                + "::text as place, id from item join " + Usage.OF_ITEM + "id"
                + DepartmentNames.join("item.department") + " where withdrawn is null" + where
                + (after == null ? "" : " and " + after(sortColumn, after)) + orderAndLimit(sortColumn, after);
    }

    /**
     * Returns whether the statement reads all matches for one page: to rank them, which no index can do, or because
     * they are the items of one person. PostgreSQL cannot estimate how few these are, and would look for them in all
     * items, in order.
     */
    boolean readsAll() {
        return query.order().equals("relevance") || byPerson;
    }

    /**
     * Returns the statement that reads one page with the total in each row; an empty page is one row without an item.
     */
    private String pageOfAllMatches() {
        String after = query.after();
        boolean ranked = query.order().equals("relevance");
        return "with found as materialized (select id" + (ranked ? "" : ", " + sortColumn + " as place")
                + (USAGE_ORDERS.contains(query.order()) ? WITH_USAGE : " from item where withdrawn is null") + where
                + ")"
                + (ranked ? ranked() : ", placed as (select * from found)")
                + " select (select count(*) from found) as n, body, " + Usage.COLUMNS
                + ", " + DepartmentNames.COLUMNS + ", part.place::text as place, part.id"
                + " from (values (1)) always left join (select * from placed"
                + (after == null ? "" : " where " + after("place", after))
                + orderAndLimit("place", after)
                + ") part on true left join item on item.id = part.id left join " + Usage.OF_ITEM + "part.id"
                + DepartmentNames.join("item.department")
                + order("part.place", "part.id");
    }

    /** Ranks the latest matches, and puts the others behind them. The latest have the highest numbers. */
    private String ranked() {
        String others = " union all select id, -1 from found where id < (select min(id) from ranked)";
        boolean rankedOnly = query.after() == null && query.page() * query.size() <= MAX_RANKED;
        return ", ranked as materialized (select id, " + sortColumn + " as place from"
                + " (select id from found order by id desc limit " + MAX_RANKED + ") latest join item using (id)),"
                + " placed as (select * from ranked" + (rankedOnly ? "" : others) + ")";
    }

    private String orderAndLimit(String column, @Nullable String after) {
        return order(column, "id") + " limit " + value(query.size())
                + (after == null ? " offset " + value((query.page() - 1) * query.size()) : "");
    }

    private String order(String column, String id) {
        String direction = query.descending() ? " desc" : " asc";
        return " order by " + column + direction + ", " + id + direction;
    }

    private String after(String column, String cursor) {
        var position = ListCursor.parse(cursor, query.order());
        String type = switch (query.order()) {
            case "relevance" -> "::float8";
            case "title" -> "";
            case "views", "downloads", "shares" -> "::bigint";
            default -> "::timestamptz";
        };
        return "(%s, id) %s (%s::text%s, %s)"
                .formatted(column, query.descending() ? "<" : ">", value(position.value()), type, value(position.id()));
    }

    private void filter(String name, Object asked) {
        if (List.of("department", "descendants", "person").contains(name)) {
            return; // Handled in the constructor, because they may be in the path, too.
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

    /** Returns the condition for items of a person, by author number or ORCID iD. */
    private static String person(String value) {
        String asked = "from person where " + isPerson(value);
        return "(people && array(select author %1$s) or orcids && array(select orcid %1$s and orcid is not null))"
                .formatted(asked);
    }

    /** Returns the condition for the row of a person with this campus id, ORCID iD or author number. */
    public static String isPerson(String value) {
        return ("(lower(campus) = lower(%1$s) or orcid = 'https://orcid.org/' || upper(%1$s)"
                        + " or author = case when %1$s ~ '^[0-9]{1,18}$' then (%1$s)::bigint end)")
                .formatted(value);
    }

    /**
     * Adds the condition for a department, by code or number, optionally with all departments below it. {@code union}
     * ends the recursion even if the tree has a cycle.
     */
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

    private String value(Object value) {
        return values.add(value);
    }
}
