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
 * reviews. One that is no longer among them has ended, and is read once more. Reviews that had ended before the first
 * sync are copied once.
 */
@Singleton
class ReviewSync {

    private static final int PAGE_SIZE = 1_000;

    /** Figshare's limit of an offset (contract). */
    private static final int MAX_OFFSET = 5_000;

    /** As those of deposits, by default. */
    private static final Duration KEYS_KEPT = Duration.ofDays(7);

    private static final int MAX_PEOPLE = 10_000;
    private static final Duration PEOPLE_KEPT = Duration.ofDays(1);

    private final ReviewStore store;
    private final ReviewClient client;
    private final FigshareApi figshare;
    private final FailedRecords failedRecords;
    private final BackgroundJobs jobs;
    private final SecuredDoor door;
    private final ReviewConfig config;

    /** By the number of the account. */
    private final Cache<Long, Reviewer> people = Caffeine.newBuilder()
            .maximumSize(MAX_PEOPLE)
            .expireAfterWrite(PEOPLE_KEPT)
            .build();

    ReviewSync(
            ReviewStore store,
            @RestClient ReviewClient client,
            FigshareApi figshare,
            FailedRecords failedRecords,
            BackgroundJobs jobs,
            SecuredDoor door,
            ReviewConfig config) {
        this.store = store;
        this.client = client;
        this.figshare = figshare;
        this.failedRecords = failedRecords;
        this.jobs = jobs;
        this.door = door;
        this.config = config;
    }

    @Scheduled(every = "${campus.reviews.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void schedule() {
        if (door.isOpen()) {
            jobs.every(config.syncInterval(), "reviews", this::sync);
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deleteOldKeys() {
        if (door.isOpen()) {
            jobs.run("review keys", () -> store.deleteOldKeys(KEYS_KEPT));
        }
    }

    void sync() {
        boolean first = store.isEmpty();
        Map<Long, Buffer> known = store.pending();
        List<Curation> listed = list(first ? null : Curation.PENDING);
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.REVIEW, this::readAnother);
        for (Curation review : listed) {
            if (!review.digest().equals(known.get(review.id())) && !run.contains(review.id(), review.modified())) {
                run.process(review.id(), review.modified(), () -> store(review));
            }
        }
        Set<Long> ended = new HashSet<>(known.keySet());
        listed.forEach(review -> ended.remove(review.id()));
        for (long id : ended) {
            if (!run.contains(id)) {
                run.process(id, null, () -> storeAgain(id));
            }
        }
        run.storeFailures();
        run.retryDue(this::storeAgain);
    }

    /** Copies one review at once, after it was commented on. */
    void sync(long id) {
        storeDetail(call(() -> client.review(id)));
    }

    private List<Curation> list(@Nullable String status) {
        List<Curation> all = new ArrayList<>();
        for (int offset = 0; offset <= MAX_OFFSET; offset += PAGE_SIZE) {
            int from = offset;
            List<Curation> page = Curation.list(call(() -> client.reviews(status, PAGE_SIZE, from)));
            all.addAll(page);
            if (page.size() < PAGE_SIZE) {
                break;
            }
        }
        return all;
    }

    private void readAnother(Long[] failed) {
        OptionalLong another = store.otherThan(failed);
        if (another.isPresent()) {
            record(() -> client.review(another.getAsLong()));
        }
    }

    /** The list has no title, so that of a draft in review is read. */
    private long store(Curation review) {
        if (review.isPending()) {
            return storeAgain(review.id());
        }
        store(review, null);
        return review.id();
    }

    /** Stores a review as it is now, or deletes one that Figshare no longer has. */
    private long storeAgain(long id) {
        try {
            storeDetail(record(() -> client.review(id)));
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            store.delete(id);
        }
        return id;
    }

    private void storeDetail(ObjectNode detail) {
        Curation review = Curation.of(detail);
        store(review, detail.path("item").path("title").asText(null));
    }

    private void store(Curation review, @Nullable String title) {
        Reviewer depositor = person(review.account());
        Reviewer assigned = person(review.assigned());
        List<ReviewComment> comments = review.comments() == 0 ? List.of() : comments(review.id());
        store.store(review, title, depositor, assigned);
        store.replaceComments(review.id(), comments);
    }

    private List<ReviewComment> comments(long review) {
        List<ReviewComment> comments = new ArrayList<>();
        for (ObjectNode comment : record(() -> client.comments(review, PAGE_SIZE, 0))) {
            comments.add(new ReviewComment(
                    comment.path("id").asLong(),
                    person(comment.path("account_id").asLong()),
                    comment.path("type").asText("comment"),
                    comment.path("text").asText(""),
                    Dates.utc(comment.path("created_date").asText(null))));
        }
        return comments;
    }

    /** Returns the person of an account; null if there is none. */
    private @Nullable Reviewer person(long account) {
        if (account <= 0) {
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
