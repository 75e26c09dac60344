package io.campusfigshare.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Containers;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.usage.stats.UsagePortal;
import io.campusfigshare.usage.stats.UsageTarget;
import io.campusfigshare.usage.stats.UsageTarget.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the target of a usage request. Stats returns zero for what does not exist, so that existence is checked here.
 */
@Singleton
class UsageTargets {

    private final Catalogue catalogue;
    private final Articles articles;
    private final Directory directory;
    private final Containers containers;
    private final Database database;
    private final ObjectMapper json;
    private final UsagePortal portal;
    private final boolean anyInstitution;

    UsageTargets(
            Catalogue catalogue,
            Articles articles,
            Directory directory,
            Containers containers,
            Database database,
            ObjectMapper json,
            UsagePortal portal,
            CampusConfig campus) {
        this.catalogue = catalogue;
        this.articles = articles;
        this.directory = directory;
        this.containers = containers;
        this.database = database;
        this.json = json;
        this.portal = portal;
        this.anyInstitution = campus.scope() == CampusConfig.Scope.ANY;
    }

    /**
     * Returns an item as a target.
     *
     * @return fails with 404 or 410 if there is no such item, and with {@code foreign-usage} (404) if it belongs to the
     *     portal of another institution
     */
    Uni<UsageTarget> item(long id, CallPriority priority) {
        if (!catalogue.inUse()) {
            return fromFigshare(id, priority);
        }
        return catalogue.item(id).chain(stored -> {
            if (stored.isPresent()) {
                JsonNode item = read(stored.get().body());
                return Uni.createFrom()
                        .item(own(
                                Kind.ITEM,
                                id,
                                portal.prefixOfOwn(item.path("landingPage").asText("")),
                                Dates.utc(item.path("published").asText(""))));
            }
            return anyInstitution
                    ? fromFigshare(id, priority)
                    : catalogue.isAbsent(id).chain(absent -> absent ? absent(id) : fromFigshare(id, priority));
        });
    }

    /** Returns a person with public items, by campus id or ORCID iD; fails with 404 if there is none. */
    Uni<UsageTarget> person(String id) {
        return directory
                .person(id)
                .map(person -> person.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND, "Nobody with a public item has this campus id or ORCID iD.")))
                .chain(person -> since(
                                "people @> array[$1::bigint] or orcids @> array[$2::text]",
                                Tuple.of(person.author(), person.orcid()))
                        .map(since -> own(Kind.PERSON, person.author(), portal.prefix(), since)));
    }

    /** Returns a department by code or number; fails with 404 if there is none. */
    Uni<UsageTarget> department(String code) {
        return departmentId(code)
                .chain(id -> since(
                                "department in (with recursive within (id) as (select $1::bigint"
                                        + " union select d.id from within join department d on d.parent = within.id)"
                                        + " select id from within)",
                                Tuple.of(id))
                        .map(since -> own(Kind.DEPARTMENT, id, portal.prefix(), since)));
    }

    /** Returns the id of a department; fails with 404 if there is none. */
    private Uni<Long> departmentId(String code) {
        return directory.departments().map(all -> Directory.find(code, all).id());
    }

    /** Returns the id of a department; fails with {@code no-usage} (404) if no portal is configured. */
    Uni<Long> departmentIdWithUsage(String code) {
        return departmentId(code).invoke(id -> portal.prefix());
    }

    /** Returns a collection of the institution; fails with 404 if there is none. */
    Uni<UsageTarget> collection(long id) {
        return containers
                .container(Containers.Kind.COLLECTION, id)
                .map(body -> body.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND, "The institution has no public collection with the id " + id + ".")))
                // Its items can be older than the collection.
                .chain(body -> since(
                                "id = any (array(select unnest(members) from container"
                                        + " where container.kind = 'collection' and container.id = $1::bigint))",
                                Tuple.of(id))
                        .map(since -> own(
                                Kind.COLLECTION,
                                id,
                                portal.prefix(),
                                earlier(
                                        since,
                                        Dates.utc(read(body).path("published").asText(""))))));
    }

    /** Returns an item of the institution with its landing page, which is enough for totals. */
    UsageTarget item(long id, @Nullable String landingPage) {
        return own(Kind.ITEM, id, portal.prefixOfOwn(landingPage == null ? "" : landingPage), null);
    }

    private Uni<UsageTarget> fromFigshare(long id, CallPriority priority) {
        return articles.item(id, priority)
                .map(item -> new UsageTarget(
                        Kind.ITEM,
                        id,
                        portal.prefixOfAny(item.landingPage() == null ? "" : item.landingPage()),
                        false,
                        day(item.published())));
    }

    private static Uni<UsageTarget> absent(long id) {
        return Uni.createFrom().failure(new Problem(ProblemType.NOT_FOUND, "No public item has the id " + id + "."));
    }

    private static UsageTarget own(Kind kind, long id, @Nullable String portal, @Nullable Instant since) {
        return new UsageTarget(kind, id, portal, true, day(since));
    }

    /** Returns when the first of the matching items was published. */
    private Uni<@Nullable Instant> since(String where, Tuple values) {
        return database.query(
                        "select min(published) as since from item where withdrawn is null and isfinite(published) and ("
                                + where + ")",
                        values)
                .map(UsageTargets::since);
    }

    private static @Nullable Instant since(RowSet<Row> rows) {
        return Database.instant(rows.iterator().next(), "since");
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static LocalDate day(@Nullable Instant instant) {
        LocalDate day = Optional.ofNullable(instant)
                .map(since -> LocalDate.ofInstant(since, ZoneOffset.UTC))
                .orElse(UsageTarget.FIRST);
        LocalDate today = SeriesQuery.today();
        return day.isBefore(UsageTarget.FIRST) ? UsageTarget.FIRST : day.isAfter(today) ? today : day;
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
