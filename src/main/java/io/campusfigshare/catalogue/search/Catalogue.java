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
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue: the institution's items in PostgreSQL. Requests are answered from it without a call to Figshare. It is
 * in use if an institution is configured; without one, its methods fail with 404.
 */
@Singleton
public class Catalogue {

    private static final ProblemType GONE = new ProblemType("withdrawn", 410, "The item has been withdrawn");

    private static final String ITEM =
            "select id, body, versions, title, doi, withdrawn, greatest(changed, holder_changed) as changed, "
                    + Usage.COLUMNS + ", " + DepartmentNames.COLUMNS + " from item left join harvest on item = id join "
                    + Usage.OF_ITEM + "id"
                    + DepartmentNames.join("item.department")
                    + " where ";

    private final Database database;
    private final ItemSearch search;
    private final String base;

    /** Whether the first fill has ended. It stays true: only a new process can migrate an empty database. */
    private volatile boolean filled;

    Catalogue(Database database, ItemSearch search, CampusConfig campus) {
        this.database = database;
        this.search = search;
        this.base = CampusConfig.base(campus);
    }

    /** Returns whether an institution is configured; without one, every item is read from Figshare. */
    public boolean inUse() {
        return database.inUse();
    }

    /** Throws a 404 if no institution is configured. */
    public void requireInUse() {
        database.requireInUse();
    }

    /**
     * Returns an item; empty if the catalogue does not contain it. Fails with 410 if it has been withdrawn, and with
     * 503 if the database is unavailable.
     */
    public Uni<Optional<StoredItem>> item(long id) {
        return database.query(ITEM + "id = $1", Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(stored(rows.iterator().next())));
    }

    /**
     * The items of a batch request that the catalogue contains.
     *
     * @param byId      the items by number; may contain others than the requested ones
     * @param byDoi     the same items by DOI, without the version
     * @param withdrawn the numbers of withdrawn items
     */
    public record Holdings(Map<Long, StoredItem> byId, Map<String, StoredItem> byDoi, Set<Long> withdrawn) {

        /** The result without a catalogue. */
        public static final Holdings NONE = new Holdings(Map.of(), Map.of(), Set.of());
    }

    /** Returns the items with these numbers or DOIs. A DOI of any version matches. */
    public Uni<Holdings> items(Collection<Long> ids, Collection<Doi> dois) {
        String[] texts =
                dois.stream().flatMap(doi -> Stream.of(doi.base(), doi.text())).toArray(String[]::new);
        return database.query(
                        ITEM + "id = any ($1) or withdrawn is null"
                                + " and regexp_replace(lower(doi), '\\.v[0-9]+$', '') = any ($2) order by id limit 1000",
                        Tuple.of(ids.toArray(Long[]::new), texts))
                .map(rows -> {
                    var found = new Holdings(new HashMap<>(), new HashMap<>(), new HashSet<>());
                    for (Row row : rows) {
                        if (row.getString("body") == null) {
                            found.withdrawn().add(row.getLong("id"));
                        } else {
                            StoredItem item = stored(row);
                            found.byId().put(item.id(), item);
                            if (item.doi() != null) {
                                found.byDoi().putIfAbsent(Doi.base(item.doi()), item);
                            }
                        }
                    }
                    return found;
                });
    }

    /** Returns a department as it is written in an item; empty if it is unknown. */
    public Uni<Optional<Item.Department>> department(long id) {
        return database.query(
                        "select " + DepartmentNames.COLUMNS + " from (values ($1::bigint)) asked (id)"
                                + DepartmentNames.join("asked.id") + " where holder is not null",
                        Tuple.of(id))
                .map(rows ->
                        rows.stream().map(row -> DepartmentNames.of(row, base)).findFirst());
    }

    /** Returns the number of the item with this DOI, of any version; empty if the catalogue contains none. */
    public Uni<Optional<Long>> idByDoi(Doi doi) {
        return database.query(
                        "select id, doi from item where regexp_replace(lower(doi), '\\.v[0-9]+$', '') in ($1, $2)"
                                + " and withdrawn is null order by id limit 10",
                        Tuple.of(doi.base(), doi.text()))
                .map(rows -> rows.stream()
                        .filter(row -> doi.names(row.getString("doi")))
                        .map(row -> row.getLong("id"))
                        .findFirst());
    }

    /**
     * Returns whether an item that is not in the catalogue does not exist at Figshare either: the first fill has ended,
     * and the item is not among the failed records.
     */
    public Uni<Boolean> isAbsent(long id) {
        return database.query("""
                        select filled is not null and not exists (select from set_aside where kind = 'item' and id = $1)
                        from sync where name = 'items'
                        """, Tuple.of(id))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Returns the same for an item whose number is unknown: no failed record may be a missing item. */
    public Uni<Boolean> isAbsent() {
        return database.query("""
                        select filled is not null and not exists (
                            select from set_aside s where kind = 'item' and not exists (select from item i where i.id = s.id))
                        from sync where name = 'items'
                        """, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Returns one page of the items that the query selects. */
    public Uni<ItemSearch.Page> search(ItemQuery query) {
        return withFillProgress(progress -> search.page(query).map(page -> page.withFilling(progress)));
    }

    /**
     * Returns a list as a JSON response, which is cached for a short time only during the first fill.
     *
     * @param page as in {@link #withFillProgress}
     */
    public Uni<Representation> listResponse(Function<@Nullable FillProgress, Uni<?>> page) {
        return withFillProgress(progress ->
                page.apply(progress).map(body -> Representation.json(body).shortLived(FillProgress.headers(progress))));
    }

    /**
     * Returns a list that tells the progress of the first fill.
     *
     * @param page reads the list; its argument is null after the end of the first fill
     */
    public <T> Uni<T> withFillProgress(Function<@Nullable FillProgress, Uni<T>> page) {
        // Read before the list: if the fill ends in between, the list contains more than it tells, not less.
        return fillProgress().chain(progress -> page.apply(progress.orElse(null)));
    }

    private Uni<Optional<FillProgress>> fillProgress() {
        if (filled) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.query("""
                        select filled is not null as filled, expected, (select coalesce(sum(n), 0)::bigint from tally) as items
                        from sync where name = 'items'
                        """, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            filled = row.getBoolean("filled");
            return filled
                    ? Optional.empty()
                    : Optional.of(new FillProgress(row.getLong("items"), row.getLong("expected")));
        });
    }

    /** Makes the first fill copy an item next, because it was requested. Does nothing after the first fill. */
    public Uni<Void> prioritise(long id) {
        return filled
                ? Uni.createFrom().voidItem()
                : database.query("""
                                insert into wanted select $1 from sync where name = 'items' and filled is null
                                on conflict do nothing
                                """, Tuple.of(id)).replaceWithVoid();
    }

    private StoredItem stored(Row row) {
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
        return new StoredItem(
                row.getLong("id"),
                row.getString("doi"),
                DepartmentNames.addTo(body, row, base),
                List.of(row.getArrayOfIntegers("versions")),
                Database.instant(row, "changed"),
                Usage.of(row));
    }
}
