package io.campusfigshare.catalogue.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.article.Article;
import io.campusfigshare.catalogue.article.ModifiedPage;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Collection;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.Item;
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
 * Copies the institution's collections and projects to the catalogue; all of them each time. They are few, Figshare's
 * lists do not contain modification dates, and the items of a project may change without one.
 */
@Singleton
class ContainerSync {

    private static final int PAGE_SIZE = 1_000;

    /** The last page that Figshare lists (FACTS 3.1). */
    private static final int LAST_PAGE = 9;

    private final BackgroundJobs background;
    private final FailedRecords failedRecords;
    private final Containers containers;
    private final ContainerClient client;
    private final FigshareApi figshare;
    private final FigshareJson json;
    private final CatalogueConfig config;
    private final String base;
    private final long institution;

    ContainerSync(
            BackgroundJobs background,
            FailedRecords failedRecords,
            Containers containers,
            @RestClient ContainerClient client,
            FigshareApi figshare,
            FigshareJson json,
            CatalogueConfig config,
            CampusConfig campus) {
        this.background = background;
        this.failedRecords = failedRecords;
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
    void schedule() {
        for (Kind kind : Kind.values()) {
            background.every(config.collectionsInterval(), kind.plural(), () -> copyAll(kind));
            background.run(kind.plural(), () -> retryDue(kind));
        }
    }

    void copyAll(Kind kind) {
        Set<Long> listed = new HashSet<>();
        FailedRecords.Run run = run(kind);
        ModifiedPage.each((since, page, cursor) -> list(kind, since, page, cursor), null, entry -> {
            listed.add(entry.id());
            if (!run.contains(entry.id(), entry.at())) {
                run.process(entry.id(), entry.at(), () -> copy(kind, entry.id()));
            }
        });
        // Each unlisted record is read before it is removed: an incomplete list must not empty the catalogue.
        containers.ids(kind).stream()
                .filter(id -> !listed.contains(id) && !run.contains(id))
                .forEach(id -> run.process(id, null, () -> copy(kind, id)));
        run.storeFailures();
    }

    void retryDue(Kind kind) {
        run(kind).retryDue(id -> copy(kind, id));
    }

    private FailedRecords.Run run(Kind kind) {
        return failedRecords.run(FailedRecords.Kind.valueOf(kind.name()), others -> {
            Long another = containers.randomOtherThan(kind, others);
            if (another != null) {
                call(() -> client.container(kind.plural(), another));
            }
        });
    }

    /** Copies the record, or removes it if Figshare answers 404. Returns whether it exists. */
    private boolean copy(Kind kind, long id) {
        try {
            store(kind, id);
            return true;
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            containers.remove(kind, id);
            return false;
        }
    }

    private void store(Kind kind, long id) {
        ObjectNode record = flattened(call(() -> client.container(kind.plural(), id)));
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
        containers.store(kind, id, container, described.published(), members);
    }

    /** Moves the values in {@code fields} up, where metadata are by item type (FACTS section 0). */
    private static ObjectNode flattened(ObjectNode record) {
        if (record.path("fields") instanceof ObjectNode fields) {
            fields.properties().forEach(field -> {
                JsonNode existing = record.get(field.getKey());
                if (existing == null
                        || existing.isNull()
                        || existing.asText("x").isEmpty()) {
                    record.set(field.getKey(), field.getValue());
                }
            });
        }
        // The field funding of a collection has the type of funding_list in an article.
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
            List<Article> listed = call(() -> client.members(kind.plural(), id, number, PAGE_SIZE));
            listed.stream()
                    .filter(Objects::nonNull)
                    .map(Article::id)
                    .filter(Objects::nonNull)
                    .forEach(members::add);
            if (listed.size() < PAGE_SIZE) {
                break;
            }
        }
        return members.stream().distinct().toList();
    }

    private ModifiedPage list(Kind kind, @Nullable Instant since, int page, @Nullable String cursor) {
        boolean first = cursor == null;
        return ModifiedPage.of(
                background.call(() -> figshare.read(
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
                                first ? PAGE_SIZE : null,
                                first ? null : PAGE_SIZE,
                                cursor))),
                PAGE_SIZE,
                Article::publishedDate);
    }

    private <T> T call(Supplier<Uni<T>> call) {
        return background.call(() -> figshare.readRecord(call));
    }
}
