package io.campusfigshare.catalogue.search;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The institution's items as we keep them: what callers are answered from, without a call to Figshare. */
@Singleton
public class Catalogue {

    private static final ProblemType GONE = new ProblemType("withdrawn", 410, "The item has been withdrawn");

    private static final int VALUES_OF_A_FACET = 100;
    public static final Comparator<Count> MOST_FIRST =
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value);

    private static final String ITEM =
            "select id, body, versions, title, doi, withdrawn, greatest(changed, holder_changed) as changed, "
                    + Usage.COLUMNS + ", " + DepartmentNames.COLUMNS + " from item left join harvest on item = id join "
                    + Usage.OF_ITEM + "id"
                    + DepartmentNames.join("item.department")
                    + " where ";

    private final Database database;
    private final String base;

    /** Known for good: an empty database is migrated by a new process. */
    private volatile boolean filled;

    Catalogue(Database database, CampusConfig campus) {
        this.database = database;
        this.base = CampusConfig.base(campus);
    }

    /**
     * One item as it is kept.
     *
     * @param doi      null where it has none
     * @param body     its JSON, without figures
     * @param versions the numbers of its public versions, the oldest first
     * @param changed  when its body, its versions or its department changed here
     * @param usage    its figures; null while there are none
     */
    public record Kept(
            long id,
            @Nullable String doi,
            String body,
            List<Integer> versions,
            @Nullable Instant changed,
            @Nullable Usage usage) {

        /** Its JSON as callers get it. */
        public String shown() {
            return Usage.shown(body, usage);
        }

        /** When that changed last, figures included. */
        public @Nullable Instant modified() {
            return changed == null || usage == null || changed.isAfter(usage.asOf()) ? changed : usage.asOf();
        }
    }

    /**
     * One page of a list.
     *
     * @param bodies the JSON of each item
     * @param facets how many there are of each value, the most frequent first; null where none were asked for
     * @param end    where the next page begins; null for an empty one
     * @param filling how far the first fill is; null once all items are here
     */
    public record Page(
            List<String> bodies,
            long total,
            @Nullable Map<String, List<Count>> facets,
            @Nullable String end,
            @Nullable Filling filling) {

        private Page with(@Nullable Filling state) {
            return new Page(bodies, total, facets, end, state);
        }
    }

    /** How far the first fill is. */
    @RegisterForReflection
    @Schema(
            name = "Filling",
            description = "How far the first fill of the catalogue is: until its end, lists and their totals grow.")
    public record Filling(
            @Schema(description = "Items that are here.", examples = "1200")
            long items,

            @Schema(description = "Items that Figshare lists; null until it has listed them.", examples = "100000")
            @Nullable Long expected) {

        /** The headers of a list that says so; none once all items are here. */
        public static Map<String, String> headers(@Nullable Filling filling) {
            return filling == null ? Map.of() : Map.of("Catalogue", filling.told());
        }

        /** As a structured field (RFC 9651). */
        private String told() {
            return "filling;items=" + items + (expected == null ? "" : ";expected=" + expected);
        }
    }

    /** How many items have one value of a facet. */
    @Schema(name = "Count", description = "How many items have this value.")
    public record Count(
            @Schema(examples = "dataset") String value,
            @Schema(examples = "12") long count) {}

    /** Whether an institution is configured; without one every item is read through from Figshare. */
    public boolean inUse() {
        return database.inUse();
    }

    /** Fails with 404 without one: for what is about the whole of it, before anything is asked. */
    public void required() {
        database.required();
    }

    /**
     * One item; empty for one that is not the institution's.
     *
     * @return fails with 410 for one that has been withdrawn, and with 503 while the database is out of reach
     */
    public Uni<Optional<Kept>> item(long id) {
        return database.ask(ITEM + "id = $1", Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(kept(rows.iterator().next())));
    }

    /**
     * What is kept of items that were asked for together.
     *
     * @param byId      those that were asked for by their numbers, and maybe others
     * @param byDoi     the same by what all versions of a DOI have in common
     * @param withdrawn the numbers of those that are here no longer
     */
    public record Holdings(Map<Long, Kept> byId, Map<String, Kept> byDoi, Set<Long> withdrawn) {

        /** What there is without a catalogue. */
        public static final Holdings NONE = new Holdings(Map.of(), Map.of(), Set.of());
    }

    /** Items by their numbers and by their DOIs, whichever version. */
    public Uni<Holdings> items(Collection<Long> ids, Collection<Doi> dois) {
        String[] texts =
                dois.stream().flatMap(doi -> Stream.of(doi.base(), doi.text())).toArray(String[]::new);
        return database.ask(
                        ITEM + "id = any ($1) or withdrawn is null"
                                + " and regexp_replace(lower(doi), '\\.v[0-9]+$', '') = any ($2) order by id limit 1000",
                        Tuple.of(ids.toArray(Long[]::new), texts))
                .map(rows -> {
                    var held = new Holdings(new HashMap<>(), new HashMap<>(), new HashSet<>());
                    for (Row row : rows) {
                        if (row.getString("body") == null) {
                            held.withdrawn().add(row.getLong("id"));
                        } else {
                            Kept kept = kept(row);
                            held.byId().put(kept.id(), kept);
                            if (kept.doi() != null) {
                                held.byDoi().putIfAbsent(Doi.base(kept.doi()), kept);
                            }
                        }
                    }
                    return held;
                });
    }

    /** A department as items name it; empty for one that is not the institution's. */
    public Uni<Optional<Item.Department>> department(long id) {
        return database.ask(
                        "select " + DepartmentNames.COLUMNS + " from (values ($1::bigint)) asked (id)"
                                + DepartmentNames.join("asked.id") + " where holder is not null",
                        Tuple.of(id))
                .map(rows ->
                        rows.stream().map(row -> DepartmentNames.of(row, base)).findFirst());
    }

    /** The number of the item that a DOI names, whichever version; empty where it is none of the institution's. */
    public Uni<Optional<Long>> withDoi(Doi doi) {
        return database.ask(
                        "select id, doi from item where regexp_replace(lower(doi), '\\.v[0-9]+$', '') in ($1, $2)"
                                + " and withdrawn is null order by id limit 10",
                        Tuple.of(doi.base(), doi.text()))
                .map(rows -> rows.stream()
                        .filter(row -> doi.names(row.getString("doi")))
                        .map(row -> row.getLong("id"))
                        .findFirst());
    }

    /** Whether an item that is not here is not there either: all are here, and this one is not set aside. */
    public Uni<Boolean> isAbsent(long id) {
        return database.ask("""
                        select filled is not null and not exists (select from set_aside where kind = 'item' and id = $1)
                        from sync where name = 'items'
                        """, Tuple.of(id))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The same for one whose number is not known. */
    public Uni<Boolean> isAbsent() {
        return database.ask("""
                        select filled is not null and not exists (
                            select from set_aside s where kind = 'item' and not exists (select from item i where i.id = s.id))
                        from sync where name = 'items'
                        """, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * One change of one item.
     *
     * @param cursor rises in the order in which changes are committed
     * @param kind   created, updated or withdrawn
     * @param title  as it is now, or as it was when the item was withdrawn
     */
    public record Change(
            long cursor,
            long item,
            String kind,
            Instant at,
            @Nullable String title,
            @Nullable String doi) {}

    /** The changes after a cursor, the oldest first. */
    public Uni<List<Change>> changes(long after, int size) {
        return database.ask(
                        "select seq, item, kind, at, title, doi from change join item on id = item where seq > $1"
                                + " order by seq limit $2",
                        Tuple.of(after, size))
                .map(rows -> rows.stream()
                        .map(row -> new Change(
                                row.getLong("seq"),
                                row.getLong("item"),
                                row.getString("kind"),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("title"),
                                row.getString("doi")))
                        .toList());
    }

    /** One page of a report, of so many in all. */
    public record Found<T>(List<T> items, long total) {}

    /**
     * An item under embargo.
     *
     * @param until when it opens; null for never
     */
    public record Embargo(
            long id,
            @Nullable String title,
            @Nullable String doi,
            @Nullable Long department,
            @Nullable String scope,
            @Nullable Instant until) {}

    /** An item that lacks what {@code missing} names. */
    public record Incomplete(
            long id,
            @Nullable String title,
            @Nullable String doi,
            @Nullable Long department,
            List<String> missing) {}

    /** Items under embargo, the next to open first; all of them, or those that open before a moment. */
    public Uni<Found<Embargo>> embargoes(@Nullable Instant before, int page, int size) {
        return found(
                "id, title, doi, department, embargo, nullif(opens, 'infinity') as opens",
                "opens is not null and ($1::timestamptz is null or opens < $1)",
                "opens, id",
                Tuple.of(before == null ? null : before.atOffset(ZoneOffset.UTC)),
                page,
                size,
                row -> new Embargo(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("doi"),
                        row.getLong("department"),
                        row.getString("embargo"),
                        row.getOffsetDateTime("opens") == null
                                ? null
                                : row.getOffsetDateTime("opens").toInstant()));
    }

    /** Items that lack something, the newest first. */
    public Uni<Found<Incomplete>> incomplete(int page, int size) {
        return found(
                "id, title, doi, department, missing",
                "missing <> '{}'",
                "published desc, id desc",
                Tuple.tuple(),
                page,
                size,
                row -> new Incomplete(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("doi"),
                        row.getLong("department"),
                        List.of(row.getArrayOfStrings("missing"))));
    }

    private <T> Uni<Found<T>> found(
            String columns, String where, String order, Tuple values, int page, int size, Function<Row, T> read) {
        String from = " from item where withdrawn is null and " + where;
        String part = " order by " + order + " limit " + size + " offset " + (long) (page - 1) * size;
        return Uni.combine()
                .all()
                .unis(
                        database.ask("select count(*) as n" + from, values),
                        database.ask("select " + columns + from + part, values))
                .with((count, items) -> new Found<>(
                        items.stream().map(read).toList(),
                        count.iterator().next().getLong("n")));
    }

    /** One page of what the query selects. */
    public Uni<Page> search(ItemQuery query) {
        return list(filling -> found(query).map(page -> page.with(filling)));
    }

    /**
     * A list of what is here, to be kept for a moment only while the first fill goes on.
     *
     * @param page as in {@link #list}
     */
    public Uni<Representation> shown(Function<@Nullable Filling, Uni<?>> page) {
        return list(filling ->
                page.apply(filling).map(body -> Representation.json(body).shortLived(Filling.headers(filling))));
    }

    /**
     * A list of what is here.
     *
     * @param page makes one of how far the first fill is, which the page tells; of null once all items are here
     */
    public <T> Uni<T> list(Function<@Nullable Filling, Uni<T>> page) {
        // Asked before: a fill that ends meanwhile makes the page better than it says.
        return filling().chain(state -> page.apply(state.orElse(null)));
    }

    private Uni<Optional<Filling>> filling() {
        if (filled) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.ask("""
                        select filled is not null as filled, expected, (select coalesce(sum(n), 0)::bigint from tally) as items
                        from sync where name = 'items'
                        """, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            filled = row.getBoolean("filled");
            return filled ? Optional.empty() : Optional.of(new Filling(row.getLong("items"), row.getLong("expected")));
        });
    }

    /** Somebody has asked for an item that is not here: the first fill takes it next. */
    public Uni<Void> want(long id) {
        return filled
                ? Uni.createFrom().voidItem()
                : database.ask("""
                                insert into wanted select $1 from sync where name = 'items' and filled is null
                                on conflict do nothing
                                """, Tuple.of(id)).replaceWithVoid();
    }

    private Uni<Page> found(ItemQuery query) {
        var counted = new ItemSql(query);
        var listed = new ItemSql(query);
        Uni<Page> found;
        String page = listed.page();
        if (listed.readsAll() && query.facets().isEmpty()) {
            found = database.ask(page, listed.values()).map(items -> page(Map.of(), total(items), items));
        } else {
            String count = counted.count();
            found = Uni.combine()
                    .all()
                    .unis(database.ask(count, counted.values()), database.ask(page, listed.values()))
                    .with((counts, items) -> page(query, counts, items));
        }
        return found.onFailure(failure -> query.after() != null && isDataException(failure))
                .transform(notOurs -> ItemSql.notAPlace());
    }

    /** PostgreSQL was given a value that is none of its type: only a cursor's text gets there unread. */
    private static boolean isDataException(Throwable failure) {
        return failure instanceof DatabaseException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith("22");
    }

    private Page page(ItemQuery query, RowSet<Row> counts, RowSet<Row> items) {
        long total = 0;
        Map<String, List<Count>> facets = new TreeMap<>();
        query.facets().forEach(facet -> facets.put(facet, new ArrayList<>()));
        for (Row row : counts) {
            String facet = query.facets().stream()
                    .filter(name -> row.getInteger(name + "_all") == 0)
                    .findFirst()
                    .orElse(null);
            if (facet == null) {
                total = row.getLong("n");
            } else if (row.getString(facet + "_value") != null) {
                facets.computeIfAbsent(facet, asked -> new ArrayList<>())
                        .add(new Count(row.getString(facet + "_value"), row.getLong("n")));
            }
        }
        facets.replaceAll((facet, values) ->
                values.stream().sorted(MOST_FIRST).limit(VALUES_OF_A_FACET).toList());
        return page(facets, total, items);
    }

    private static long total(RowSet<Row> items) {
        return items.iterator().next().getLong("n");
    }

    private Page page(Map<String, List<Count>> facets, long total, RowSet<Row> items) {
        var bodies = new ArrayList<String>(items.size());
        String end = null;
        for (Row row : items) {
            if (row.getLong("id") == null) {
                break; // Only the total.
            }
            bodies.add(Usage.shown(DepartmentNames.shown(row.getString("body"), row, base), Usage.of(row)));
            end = ItemSql.cursor(row.getString("place"), row.getLong("id"));
        }
        return new Page(bodies, total, facets.isEmpty() ? null : facets, end, null);
    }

    private Kept kept(Row row) {
        String body = row.getString("body");
        if (body == null) {
            throw new Problem(
                    GONE,
                    "%s (%s) was withdrawn on %s."
                            .formatted(
                                    row.getString("title"),
                                    row.getString("doi"),
                                    row.getOffsetDateTime("withdrawn").toLocalDate()));
        }
        return new Kept(
                row.getLong("id"),
                row.getString("doi"),
                DepartmentNames.shown(body, row, base),
                List.of(row.getArrayOfIntegers("versions")),
                Database.instant(row, "changed"),
                Usage.of(row));
    }
}
