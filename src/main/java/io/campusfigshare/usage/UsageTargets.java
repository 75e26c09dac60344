package io.campusfigshare.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.Articles;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Containers;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.usage.UsageTarget.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to ask figures of. Stats answer zero for what there is not, so that it is looked for elsewhere first. */
@Singleton
class UsageTargets {

    private static final ProblemType NOT_TOLD =
            new ProblemType("foreign-usage", 404, "The figures of this item are another institution's");

    private static final ProblemType NO_PORTAL = new ProblemType("no-usage", 404, "The figures are not known here");

    private static final String FIGSHARE = "figshare.com";

    private final Catalogue catalogue;
    private final Articles articles;
    private final Directory directory;
    private final Containers containers;
    private final Database database;
    private final ObjectMapper json;
    private final @Nullable String slug;
    private final boolean foreign;

    UsageTargets(
            Catalogue catalogue,
            Articles articles,
            Directory directory,
            Containers containers,
            Database database,
            ObjectMapper json,
            CampusConfig campus) {
        this.catalogue = catalogue;
        this.articles = articles;
        this.directory = directory;
        this.containers = containers;
        this.database = database;
        this.json = json;
        this.slug = campus.institutionSlug().orElse(null);
        this.foreign = campus.scope() == CampusConfig.Scope.ANY;
    }

    /**
     * An item.
     *
     * @return fails with 404 or 410 where there is none, and with 404 for one of another institution's portal
     */
    Uni<UsageTarget> item(long id, CallPriority priority) {
        if (!catalogue.inUse()) {
            return elsewhere(id, priority);
        }
        return catalogue.item(id).chain(kept -> {
            if (kept.isPresent()) {
                JsonNode item = read(kept.get().body());
                return Uni.createFrom()
                        .item(ours(
                                Kind.ITEM,
                                id,
                                portal(item.path("landingPage").asText("")),
                                Dates.utc(item.path("published").asText(""))));
            }
            return foreign
                    ? elsewhere(id, priority)
                    : catalogue.isAbsent(id).chain(nowhere -> nowhere ? absent(id) : elsewhere(id, priority));
        });
    }

    /** Whether it is known whose portal counts; without, there are figures only of what stands at figshare.com. */
    boolean hasPortal() {
        return slug != null;
    }

    /** A person with public items, by whatever they are called. */
    Uni<UsageTarget> person(String called) {
        return directory
                .person(called)
                .map(person -> person.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND, "Nobody with a public item has this campus id or ORCID iD.")))
                .chain(person -> since(
                                "people @> array[$1::bigint] or orcids @> array[$2::text]",
                                Tuple.of(person.author(), person.orcid()))
                        .map(since -> ours(Kind.PERSON, person.author(), portal(), since)));
    }

    /** A department by its code or number. */
    Uni<UsageTarget> department(String code) {
        return number(code)
                .chain(id -> since(
                                "department in (with recursive within (id) as (select $1::bigint"
                                        + " union select d.id from within join department d on d.parent = within.id)"
                                        + " select id from within)",
                                Tuple.of(id))
                        .map(since -> ours(Kind.DEPARTMENT, id, portal(), since)));
    }

    /** The number of a department that there is. */
    private Uni<Long> number(String code) {
        return directory.departments().map(all -> Directory.find(code, all).id());
    }

    /** The number of a department whose items are counted. */
    Uni<Long> counted(String code) {
        return number(code).invoke(id -> portal());
    }

    /** A collection of the institution's. */
    Uni<UsageTarget> collection(long id) {
        return containers
                .container(Containers.Kind.COLLECTION, id)
                .map(body -> body.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND, "The institution has no public collection with the id " + id + ".")))
                // What it holds may be older than itself.
                .chain(body -> since(
                                "id = any (array(select unnest(members) from container"
                                        + " where container.kind = 'collection' and container.id = $1::bigint))",
                                Tuple.of(id))
                        .map(since -> ours(
                                Kind.COLLECTION,
                                id,
                                portal(),
                                earlier(
                                        since,
                                        Dates.utc(read(body).path("published").asText(""))))));
    }

    /** An item of the institution's, of which only the landing page is known: all that totals take. */
    UsageTarget item(long id, @Nullable String landingPage) {
        return ours(Kind.ITEM, id, portal(landingPage == null ? "" : landingPage), null);
    }

    private Uni<UsageTarget> elsewhere(long id, CallPriority priority) {
        return articles.item(id, priority).map(item -> {
            String host = host(item.landingPage() == null ? "" : item.landingPage());
            boolean atHome = slug != null && host.equals(slug.toLowerCase(Locale.ROOT) + "." + FIGSHARE);
            if (!isFigshare(host) && !atHome) {
                // Without its own prefix, it would be zero and look true.
                throw new Problem(
                        NOT_TOLD,
                        "Figshare counts it in the portal of another institution, or in one that is not known here.");
            }
            return new UsageTarget(Kind.ITEM, id, atHome ? slug : null, false, day(item.published()));
        });
    }

    private static Uni<UsageTarget> absent(long id) {
        return Uni.createFrom().failure(new Problem(ProblemType.NOT_FOUND, "No public item has the id " + id + "."));
    }

    private static UsageTarget ours(Kind kind, long id, @Nullable String portal, @Nullable Instant since) {
        return new UsageTarget(kind, id, portal, true, day(since));
    }

    /** What stands at figshare.com is counted there, whoever owns it (FACTS section 5). */
    private @Nullable String portal(String landingPage) {
        return isFigshare(host(landingPage)) ? null : portal();
    }

    /** Without it, Stats would answer zero, which would look true. */
    private String portal() {
        if (slug == null) {
            throw new Problem(
                    NO_PORTAL,
                    "Who runs this service has to configure campus.institution-slug, by which Figshare counts them.");
        }
        return slug;
    }

    private static boolean isFigshare(String host) {
        return host.equals(FIGSHARE) || host.equals("www." + FIGSHARE);
    }

    private static String host(String url) {
        try {
            return Objects.requireNonNullElse(URI.create(url).getHost(), "").toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

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
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
