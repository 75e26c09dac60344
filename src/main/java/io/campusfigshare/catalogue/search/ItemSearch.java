package io.campusfigshare.catalogue.search;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.Usage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Searches the items in the catalogue. */
@Singleton
public class ItemSearch {

    private static final int MAX_VALUES_PER_FACET = 100;

    private final Database database;
    private final String base;

    ItemSearch(Database database, CampusConfig campus) {
        this.database = database;
        this.base = CampusConfig.base(campus);
    }

    /**
     * One page of a list of items.
     *
     * @param bodies  the JSON of each item
     * @param total   the number of items on all pages
     * @param facets  by facet, the number of items with each value, the most frequent first; null if no facet was
     *                requested
     * @param end     the cursor of the next page; null if this page is empty
     * @param filling the progress of the first fill; null after its end
     */
    public record Page(
            List<String> bodies,
            long total,
            @Nullable Map<String, List<ValueCount>> facets,
            @Nullable String end,
            @Nullable FillProgress filling) {

        Page withFilling(@Nullable FillProgress progress) {
            return new Page(bodies, total, facets, end, progress);
        }
    }

    /** Returns one page of the items that the query selects. */
    Uni<Page> page(ItemQuery query) {
        var countSql = new ItemSql(query);
        var pageSql = new ItemSql(query);
        Uni<Page> result;
        String page = pageSql.page();
        if (pageSql.readsAll() && query.facets().isEmpty()) {
            result = database.query(page, pageSql.values()).map(items -> page(Map.of(), total(items), items));
        } else {
            String count = countSql.count();
            result = Uni.combine()
                    .all()
                    .unis(database.query(count, countSql.values()), database.query(page, pageSql.values()))
                    .with((counts, items) -> page(query, counts, items));
        }
        return result.onFailure(failure -> query.after() != null && isDataException(failure))
                .transform(invalid -> ListCursor.invalid());
    }

    /**
     * Returns whether PostgreSQL refused a value (SQLSTATE class 22). Only the value in a cursor is not checked before.
     */
    private static boolean isDataException(Throwable failure) {
        return failure instanceof DatabaseException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith("22");
    }

    private Page page(ItemQuery query, RowSet<Row> counts, RowSet<Row> items) {
        long total = 0;
        Map<String, List<ValueCount>> facets = new TreeMap<>();
        query.facets().forEach(facet -> facets.put(facet, new ArrayList<>()));
        for (Row row : counts) {
            String facet = query.facets().stream()
                    .filter(name -> row.getInteger(name + "_all") == 0)
                    .findFirst()
                    .orElse(null);
            if (facet == null) {
                total = row.getLong("n");
            } else if (row.getString(facet + "_value") != null) {
                facets.computeIfAbsent(facet, name -> new ArrayList<>())
                        .add(new ValueCount(row.getString(facet + "_value"), row.getLong("n")));
            }
        }
        facets.replaceAll((facet, values) -> values.stream()
                .sorted(ValueCount.MOST_FREQUENT_FIRST)
                .limit(MAX_VALUES_PER_FACET)
                .toList());
        return page(facets, total, items);
    }

    private static long total(RowSet<Row> items) {
        return items.iterator().next().getLong("n");
    }

    private Page page(Map<String, List<ValueCount>> facets, long total, RowSet<Row> items) {
        var bodies = new ArrayList<String>(items.size());
        String end = null;
        for (Row row : items) {
            if (row.getLong("id") == null) {
                break; // An empty page: the row contains the total only.
            }
            bodies.add(Usage.addTo(DepartmentNames.addTo(row.getString("body"), row, base), Usage.of(row)));
            end = new ListCursor(row.getLong("id"), row.getString("place")).text();
        }
        return new Page(bodies, total, facets.isEmpty() ? null : facets, end, null);
    }
}
