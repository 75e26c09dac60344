package io.campusfigshare.catalogue.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.StoredRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The institution's public collections and projects in the catalogue. */
@Singleton
public class Containers {

    /** Selects the JSON with the department, whose number is in the JSON only. */
    private static final String SELECT = "select body, " + DepartmentNames.COLUMNS + " from container"
            + DepartmentNames.join("substring(body from '\"department\":{\"id\":([0-9]{1,18})')::bigint");

    private final Database database;
    private final ObjectMapper json;
    private final String base;

    Containers(Database database, ObjectMapper json, CampusConfig campus) {
        this.database = database;
        this.json = json;
        this.base = CampusConfig.base(campus);
    }

    /** The kinds of containers. Figshare has the same calls for both. */
    public enum Kind {
        COLLECTION,
        PROJECT;

        /** Returns the name in paths, at Figshare and here. */
        public String plural() {
            return text() + "s";
        }

        /** Returns the name in texts and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the JSON of a container; empty if the catalogue does not contain it. */
    public Uni<Optional<String>> container(Kind kind, long id) {
        return database.query(SELECT + " where kind = $1 and id = $2", Tuple.of(kind.text(), id))
                .map(rows -> rows.stream().map(this::json).findFirst());
    }

    /** Returns one page of their JSON, the newest first. */
    public Uni<Results<String>> page(Kind kind, int page, int size) {
        return Uni.combine()
                .all()
                .unis(
                        database.query("select count(*) as n from container where kind = $1", Tuple.of(kind.text())),
                        database.query(
                                SELECT + " where kind = $1 order by published desc, id desc limit $2 offset $3",
                                Tuple.of(kind.text(), size, (page - 1) * size)))
                .with((count, bodies) -> new Results<>(
                        bodies.stream().map(this::json).toList(),
                        count.iterator().next().getLong("n")));
    }

    private String json(Row row) {
        return DepartmentNames.addTo(row.getString("body"), row, base);
    }

    /** Stores a container. */
    public void store(Kind kind, long id, Object container, @Nullable Instant published, List<Long> members) {
        StoredRecord stored = StoredRecord.of(json, container, members);
        database.run(
                "insert into container (kind, id, body, digest, published, members) values ($1, $2, $3, $4, $5, $6)"
                        + " on conflict (kind, id) do update set body = excluded.body, digest = excluded.digest,"
                        + " published = excluded.published, members = excluded.members"
                        + " where container.digest <> excluded.digest",
                Tuple.tuple()
                        .addString(kind.text())
                        .addLong(id)
                        .addString(stored.text())
                        .addBuffer(stored.digest())
                        .addOffsetDateTime(published == null ? OffsetDateTime.MIN : Database.utc(published))
                        .addArrayOfLong(members.toArray(Long[]::new)));
    }

    public List<Long> ids(Kind kind) {
        return database.run("select id from container where kind = $1", Tuple.of(kind.text())).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    /** Returns a random container that is neither among the failed records nor among these; null if there is none. */
    public @Nullable Long randomOtherThan(Kind kind, Long[] ids) {
        return database
                .run(
                        "select id from container where kind = $1 and id <> all ($2)"
                                + " and id not in (select id from set_aside where kind = $1) order by random() limit 1",
                        Tuple.of(kind.text(), ids))
                .stream()
                .map(row -> row.getLong("id"))
                .findFirst()
                .orElse(null);
    }

    public void remove(Kind kind, long id) {
        database.run("delete from container where kind = $1 and id = $2", Tuple.of(kind.text(), id));
    }
}
