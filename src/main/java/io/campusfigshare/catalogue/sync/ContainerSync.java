package io.campusfigshare.catalogue.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Article;
import io.campusfigshare.catalogue.item.Collection;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ModifiedPage;
import io.campusfigshare.catalogue.item.Project;
import io.campusfigshare.catalogue.search.Containers;
import io.campusfigshare.catalogue.search.Containers.Kind;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.guard.CallPriority;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Follows the institution's collections and projects, all of them each time: they are few, their lists do not tell when
 * one was modified, and a project's items may change without that.
 */
@Singleton
class ContainerSync {

    private static final int LISTED_AT_ONCE = 1_000;

    /** Figshare lists no further (FACTS 3.1). */
    private static final int LAST_PAGE = 9;

    private final BackgroundJobs background;
    private final FailedRecords setAside;
    private final Containers containers;
    private final ContainerClient client;
    private final FigshareApi figshare;
    private final FigshareJson json;
    private final CatalogueConfig config;
    private final String base;
    private final long institution;

    ContainerSync(
            BackgroundJobs background,
            FailedRecords setAside,
            Containers containers,
            @RestClient ContainerClient client,
            FigshareApi figshare,
            FigshareJson json,
            CatalogueConfig config,
            CampusConfig campus) {
        this.background = background;
        this.setAside = setAside;
        this.containers = containers;
        this.client = client;
        this.figshare = figshare;
        this.json = json;
        this.config = config;
        this.base = CampusConfig.base(campus);
        this.institution = campus.institutionId().orElse(0);
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        for (Kind kind : Kind.values()) {
            background.every(config.collectionsInterval(), kind.plural(), () -> renew(kind));
            background.run(kind.plural(), () -> tryDue(kind));
        }
    }

    void renew(Kind kind) {
        Set<Long> there = new HashSet<>();
        FailedRecords.Run run = run(kind);
        ModifiedPage.each((since, page, cursor) -> listed(kind, since, page, cursor), null, entry -> {
            there.add(entry.id());
            if (!run.holds(entry.id(), entry.at())) {
                run.attempt(entry.id(), entry.at(), () -> refresh(kind, entry.id()));
            }
        });
        // Each is asked for once more: a list that was cut short must not empty the catalogue.
        containers.ids(kind).stream()
                .filter(id -> !there.contains(id) && !run.holds(id))
                .forEach(id -> run.attempt(id, null, () -> refresh(kind, id)));
        run.settle();
    }

    void tryDue(Kind kind) {
        run(kind).tryDue(id -> refresh(kind, id));
    }

    private FailedRecords.Run run(Kind kind) {
        return setAside.run(FailedRecords.Kind.valueOf(kind.name()), than -> {
            Long another = containers.another(kind, than);
            if (another != null) {
                ask(() -> client.container(kind.plural(), another));
            }
        });
    }

    /** Reads it whole and keeps it, or removes it; whether it is there. */
    private boolean refresh(Kind kind, long id) {
        try {
            keep(kind, id);
            return true;
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            containers.remove(kind, id);
            return false;
        }
    }

    private void keep(Kind kind, long id) {
        ObjectNode record = flat(ask(() -> client.container(kind.plural(), id)));
        if (!record.path("id").canConvertToLong() || record.path("id").asLong() != id) {
            throw FigshareFailure.garbled(null);
        }
        List<Long> members = members(kind, id);
        Item described = json.read(record, Article.class).toItem(base, List.of());
        String url = base + "/v1/" + kind.plural() + "/" + id;
        Object container = switch (kind) {
            case COLLECTION -> Collection.of(described, url, members.size());
            case PROJECT -> Project.of(described, collaborators(record), url, members.size());
        };
        containers.keep(kind, id, container, described.published(), members);
    }

    /** Where item types have metadata of their own, what describes a record stands in its {@code fields} (FACTS section 0). */
    private static ObjectNode flat(ObjectNode record) {
        if (record.path("fields") instanceof ObjectNode fields) {
            fields.properties().forEach(field -> {
                JsonNode above = record.get(field.getKey());
                if (above == null || above.isNull() || above.asText("x").isEmpty()) {
                    record.set(field.getKey(), field.getValue());
                }
            });
        }
        // A collection's funding is what an article calls its list of funding.
        if (record.path("funding").isArray()) {
            record.set("funding_list", record.remove("funding"));
        }
        return record;
    }

    private static List<Project.Collaborator> collaborators(ObjectNode record) {
        return record.path("collaborators")
                .valueStream()
                .map(person -> new Project.Collaborator(
                        Html.line(person.path("name").asText("")),
                        Html.line(person.path("role_name").asText(""))))
                .toList();
    }

    private List<Long> members(Kind kind, long id) {
        List<Long> members = new ArrayList<>();
        for (int page = 1; page <= LAST_PAGE; page++) {
            int number = page;
            List<Article> some = ask(() -> client.members(kind.plural(), id, number, LISTED_AT_ONCE));
            some.stream()
                    .filter(Objects::nonNull)
                    .map(Article::id)
                    .filter(Objects::nonNull)
                    .forEach(members::add);
            if (some.size() < LISTED_AT_ONCE) {
                break;
            }
        }
        return members.stream().distinct().toList();
    }

    private ModifiedPage listed(Kind kind, @Nullable Instant since, int page, @Nullable String cursor) {
        boolean first = cursor == null;
        return ModifiedPage.of(
                background.ask(() -> figshare.read(
                        CallPriority.SYNC,
                        () -> client.published(
                                kind.plural(),
                                institution,
                                since == null
                                        ? null
                                        : since.truncatedTo(ChronoUnit.SECONDS).toString(),
                                "published_date",
                                "asc",
                                first ? page : null,
                                first ? LISTED_AT_ONCE : null,
                                first ? null : LISTED_AT_ONCE,
                                cursor))),
                LISTED_AT_ONCE,
                Article::publishedDate);
    }

    private <T> T ask(Supplier<Uni<T>> call) {
        return background.ask(() -> figshare.readRecord(call));
    }
}
