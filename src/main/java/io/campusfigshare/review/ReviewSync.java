package io.campusfigshare.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.review.Review.Reviewer;
import io.campusfigshare.review.ReviewClient.Owner;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Copies the reviews from Figshare to the database. It takes one call if nothing has changed: that for the pending
 * reviews. One that is no longer among them has ended, and is read once more. Reviews that ended before they were seen
 * here are copied once a day.
 */
@Singleton
class ReviewSync {

    private static final int PAGE_SIZE = 1_000;

    /** Figshare's limit of an offset (contract). */
    private static final int MAX_OFFSET = 5_000;

    /** As those of deposits, by default. */
    private static final Duration KEYS_KEPT = Duration.ofDays(7);

    private static final Duration HISTORY_INTERVAL = Duration.ofDays(1);

    private static final int MAX_PEOPLE = 10_000;
    private static final Duration PEOPLE_KEPT = Duration.ofDays(1);

    private final ReviewStore store;
    private final CommentKeys keys;
    private final ReviewClient client;
    private final FigshareApi figshare;
    private final FailedRecords failedRecords;
    private final BackgroundJobs jobs;
    private final SecuredDoor door;
    private final ReviewConfig config;
    private final FigshareJson json;

    /** By the number of the account. */
    private final Cache<Long, Reviewer> people = Caffeine.newBuilder()
            .maximumSize(MAX_PEOPLE)
            .expireAfterWrite(PEOPLE_KEPT)
            .build();

    ReviewSync(
            ReviewStore store,
            CommentKeys keys,
            @RestClient ReviewClient client,
            FigshareApi figshare,
            FailedRecords failedRecords,
            BackgroundJobs jobs,
            SecuredDoor door,
            ReviewConfig config,
            FigshareJson json) {
        this.store = store;
        this.keys = keys;
        this.client = client;
        this.figshare = figshare;
        this.failedRecords = failedRecords;
        this.jobs = jobs;
        this.door = door;
        this.config = config;
        this.json = json;
    }

    @Scheduled(every = "${campus.reviews.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void schedule() {
        if (door.isOpen()) {
            jobs.every(config.syncInterval(), "reviews", this::sync);
            jobs.every(HISTORY_INTERVAL, "ended reviews", this::syncEnded);
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deleteOldKeys() {
        if (door.isOpen()) {
            jobs.run("review keys", () -> keys.deleteOld(KEYS_KEPT));
        }
    }

    void sync() {
        Map<Long, Buffer> known = store.pending();
        List<Curation> listed = list(Curation.PENDING);
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.REVIEW, this::readAnother);
        Set<Long> ended = new HashSet<>(known.keySet());
        for (Curation review : listed) {
            long id = Objects.requireNonNull(review.id());
            Instant modified = Dates.utc(review.modifiedDate());
            ended.remove(id);
            if (!review.digest().equals(known.get(id)) && !run.contains(id, modified)) {
                run.process(id, modified, () -> store(id, review));
            }
        }
        for (long id : ended) {
            if (!run.contains(id)) {
                run.process(id, null, () -> store(id, null));
            }
        }
        run.storeFailures();
        run.retryDue(id -> store(id, null));
    }

    /** Copies reviews that ended before they were seen here. If it is stopped, the next run continues. */
    void syncEnded() {
        Set<Long> known = store.ids();
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.REVIEW, this::readAnother);
        for (Curation review : list(null)) {
            long id = Objects.requireNonNull(review.id());
            if (!review.isPending() && !known.contains(id) && !run.contains(id)) {
                run.process(id, null, () -> {
                    store(id, review, null);
                    return id;
                });
            }
        }
        run.storeFailures();
    }

    /** Returns the comments of a review as Figshare has them now, for a request. */
    List<Curation.Comment> readComments(long review) {
        return comments(figshare.read(CallPriority.READ, () -> client.comments(review, PAGE_SIZE, 0))
                .await()
                .indefinitely());
    }

    void storeComments(long review, List<Curation.Comment> comments) {
        store.replaceComments(
                review,
                comments.stream()
                        .map(comment -> new ReviewComment(
                                Objects.requireNonNull(comment.id()),
                                person(comment.accountId()),
                                Objects.requireNonNullElse(comment.type(), "comment"),
                                Objects.requireNonNullElse(Curation.text(comment.text()), ""),
                                Dates.utc(comment.createdDate())))
                        .toList());
    }

    private List<Curation> list(@Nullable String status) {
        List<Curation> all = new ArrayList<>();
        for (int offset = 0; offset <= MAX_OFFSET; offset += PAGE_SIZE) {
            int from = offset;
            List<Curation> page = json.readList(call(() -> client.reviews(status, PAGE_SIZE, from)), Curation.class);
            page.stream()
                    .filter(review -> review != null && review.isComplete())
                    .forEach(all::add);
            if (page.size() < PAGE_SIZE) {
                break;
            }
        }
        return all;
    }

    private List<Curation.Comment> comments(String answer) {
        return json.readList(answer, Curation.Comment.class).stream()
                .filter(comment -> comment != null && comment.id() != null)
                .toList();
    }

    private void readAnother(Long[] failed) {
        OptionalLong another = store.otherThan(failed);
        if (another.isPresent()) {
            record(() -> client.review(another.getAsLong()));
        } else {
            list(Curation.PENDING);
        }
    }

    /**
     * Stores a review with the title of its draft, which the list does not have, or deletes one that Figshare no longer
     * has.
     *
     * @param listed as the list has it; null if it does not
     */
    private long store(long id, @Nullable Curation listed) {
        try {
            ObjectNode record = record(() -> client.review(id));
            Curation review = listed == null ? json.read(record, Curation.class) : listed;
            if (record.path("id").asLong() != id || !review.isComplete()) {
                throw FigshareFailure.garbled(null);
            }
            store(id, review, json.read(record, Reviewed.class).item());
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            store.delete(id);
        }
        return id;
    }

    private void store(long id, Curation review, Reviewed.@Nullable Draft draft) {
        Reviewer depositor = person(review.accountId());
        Reviewer assigned = person(review.assignedTo());
        boolean commented = review.commentsCount() != null && review.commentsCount() > 0;
        List<Curation.Comment> comments =
                commented ? comments(record(() -> client.comments(id, PAGE_SIZE, 0))) : List.of();
        store.store(review, draft, depositor, assigned);
        storeComments(id, comments);
    }

    /** Returns the person of an account; null if there is none. */
    private @Nullable Reviewer person(@Nullable Long account) {
        if (account == null || account <= 0) {
            return null;
        }
        Reviewer known = people.getIfPresent(account);
        if (known == null) {
            known = read(account);
            people.put(account, known);
        }
        return known;
    }

    private Reviewer read(long account) {
        try {
            Owner owner = record(() -> client.account(account));
            String name = Stream.of(owner.firstName(), owner.lastName())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
            return new Reviewer(owner.institutionUserId(), name.isBlank() ? null : name);
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            return new Reviewer(null, null);
        }
    }

    private <T> T call(Supplier<Uni<T>> call) {
        return jobs.call(() -> figshare.read(CallPriority.SYNC, call));
    }

    private <T> T record(Supplier<Uni<T>> call) {
        return jobs.call(() -> figshare.readRecord(call));
    }
}
