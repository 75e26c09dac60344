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

/** What holds items together at Figshare: the institution's public collections and projects, as we keep them. */
@Singleton
public class Containers {

    /** Their bodies with their departments, whose numbers stand nowhere else. */
    private static final String SHOWN = "select body, " + DepartmentNames.COLUMNS + " from container"
            + DepartmentNames.join("substring(body from '\"department\":{\"id\":([0-9]{1,18})')::bigint");

    private final Database database;
    private final ObjectMapper json;
    private final String base;

    Containers(Database database, ObjectMapper json, CampusConfig campus) {
        this.database = database;
        this.json = json;
        this.base = CampusConfig.base(campus);
    }

    /** The two kinds, which Figshare lists and shows alike. */
    public enum Kind {
        COLLECTION,
        PROJECT;

        /** As Figshare and we name them in paths. */
        public String plural() {
            return text() + "s";
        }

        /** As they are called in words and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The JSON of one of them, as callers get it; empty for one that is not the institution's. */
    public Uni<Optional<String>> container(Kind kind, long id) {
        return database.ask(SHOWN + " where kind = $1 and id = $2", Tuple.of(kind.text(), id))
                .map(rows -> rows.stream().map(this::shown).findFirst());
    }

    /** One page of their JSON, the newest first. */
    public Uni<Results<String>> page(Kind kind, int page, int size) {
        return Uni.combine()
                .all()
                .unis(
                        database.ask("select count(*) as n from container where kind = $1", Tuple.of(kind.text())),
                        database.ask(
                                SHOWN + " where kind = $1 order by published desc, id desc limit $2 offset $3",
                                Tuple.of(kind.text(), size, (page - 1) * size)))
                .with((count, bodies) -> new Results<>(
                        bodies.stream().map(this::shown).toList(),
                        count.iterator().next().getLong("n")));
    }

    private String shown(Row row) {
        return DepartmentNames.shown(row.getString("body"), row, base);
    }

    public void keep(Kind kind, long id, Object container, @Nullable Instant published, List<Long> members) {
        StoredRecord body = StoredRecord.of(json, container, members);
        database.run(
                "insert into container (kind, id, body, digest, published, members) values ($1, $2, $3, $4, $5, $6)"
                        + " on conflict (kind, id) do update set body = excluded.body, digest = excluded.digest,"
                        + " published = excluded.published, members = excluded.members"
                        + " where container.digest <> excluded.digest",
                Tuple.tuple()
                        .addString(kind.text())
                        .addLong(id)
                        .addString(body.text())
                        .addBuffer(body.digest())
                        .addOffsetDateTime(published == null ? OffsetDateTime.MIN : Database.utc(published))
                        .addArrayOfLong(members.toArray(Long[]::new)));
    }

    public List<Long> ids(Kind kind) {
        return database.run("select id from container where kind = $1", Tuple.of(kind.text())).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    /** One that is kept and neither set aside nor among those; null where there is none. */
    public @Nullable Long another(Kind kind, Long[] than) {
        return database
                .run(
                        "select id from container where kind = $1 and id <> all ($2)"
                                + " and id not in (select id from set_aside where kind = $1) order by random() limit 1",
                        Tuple.of(kind.text(), than))
                .stream()
                .map(row -> row.getLong("id"))
                .findFirst()
                .orElse(null);
    }

    public void remove(Kind kind, long id) {
        database.run("delete from container where kind = $1 and id = $2", Tuple.of(kind.text(), id));
    }
}
