package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Depositor;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.DepositRequest;
import io.campusfigshare.deposit.metadata.DepositVocabularies;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.IdempotencyKeys;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.MarkerCheck;
import io.campusfigshare.deposit.workflow.Publication;
import io.campusfigshare.deposit.workflow.SentCreates;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates deposits, of new metadata or of a record that exists at Figshare. Its methods block. */
@Singleton
class DepositCreation {

    private static final Duration RETRY_AFTER_UNFINISHED_CREATE = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER_CONFLICT = Duration.ofSeconds(1);

    /** By how much Figshare's clock may be behind PostgreSQL's. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    private final DepositAccess access;
    private final DepositProgress progress;
    private final DepositStore store;
    private final IdempotencyKeys keys;
    private final MarkerCheck markerCheck;
    private final SentCreates sentCreates;
    private final AccountApi accounts;
    private final DepositVocabularies vocabularies;
    private final DepositViews views;
    private final DepositJson json;

    DepositCreation(
            DepositAccess access,
            DepositProgress progress,
            DepositStore store,
            IdempotencyKeys keys,
            MarkerCheck markerCheck,
            SentCreates sentCreates,
            AccountApi accounts,
            DepositVocabularies vocabularies,
            DepositViews views,
            DepositJson json) {
        this.access = access;
        this.progress = progress;
        this.store = store;
        this.keys = keys;
        this.markerCheck = markerCheck;
        this.sentCreates = sentCreates;
        this.accounts = accounts;
        this.vocabularies = vocabularies;
        this.views = views;
        this.json = json;
    }

    /**
     * Creates a deposit, or returns the answer to the first request with this key.
     *
     * @param text  the Idempotency-Key
     * @param files the files that came with the deposit in one form
     * @param wait  whether to run the workflow before the answer; otherwise the answer is 202
     */
    DepositProgress.Answer create(
            Caller caller,
            @Nullable String requestId,
            String text,
            ObjectNode body,
            List<DeclaredFile> files,
            boolean wait) {
        IdempotencyKeys.Key key = progress.createKey(
                caller, text, files.isEmpty() ? Map.of("create", body) : Map.of("create", body, "files", files));
        Optional<IdempotencyKeys.StoredAnswer> known = keys.find(key);
        if (known.isPresent()) {
            return progress.repeat(caller, key, known.get());
        }
        var asked = DepositRequest.of(body, caller.campusId());
        Depositor depositor = access.depositorToActFor(caller, asked.depositor());
        if (asked.item() == null) {
            markerCheck.requireKept();
        }
        var context = new ImpersonationContext(
                caller.program(),
                caller.subject(),
                depositor.campusId(),
                depositor.account(),
                UUID.randomUUID(),
                requestId);
        DepositStore.InitialState opening = asked.item() == null
                ? new DepositStore.InitialState(
                        DepositState.ACCEPTED,
                        null,
                        json.write(vocabularies.toCreateBody(
                                caller, context, depositor, Objects.requireNonNull(asked.metadata()))),
                        asked.publish(),
                        files)
                : adoption(context, asked.item(), files);
        Optional<DepositLease> created = store.create(key, context, depositor, opening);
        if (created.isEmpty()) {
            return progress.repeat(caller, key, keys.find(key).orElseThrow(() -> conflict(asked.item())));
        }
        try (DepositLease lease = created.get()) {
            return wait ? progress.run(lease, key) : progress.accept(lease);
        }
    }

    /**
     * Makes the checks of {@link #create} that need no files, so that a form is refused before its files are received.
     */
    void requirePermitted(Caller caller, ObjectNode body) {
        var asked = DepositRequest.of(body, caller.campusId());
        access.depositorToActFor(caller, asked.depositor());
    }

    /** Fails with 409 if the record has a deposit, or may be the draft of a create whose outcome is unknown. */
    private DepositStore.InitialState adoption(ImpersonationContext context, long item, List<DeclaredFile> files) {
        ObjectNode record = accounts.article(context, item);
        Marker.deposit(record)
                .flatMap(store::find)
                .filter(marked ->
                        marked.context().account() == context.account() && marked.state() != DepositState.DELETED)
                .ifPresent(marked -> {
                    throw exists(marked.id());
                });
        Instant created = Dates.utc(record.path("created_date").asText(""));
        boolean mayBeLost = sentCreates
                .firstUnresolvedAt(context.account())
                .filter(since -> created == null || created.isAfter(since.minus(MAX_CLOCK_SKEW)))
                .isPresent();
        if (mayBeLost && store.itemsOfDeposits(List.of(item)).isEmpty()) {
            throw new Problem(
                    DepositStore.BUSY,
                    "The outcome of another create for this person is unknown, and the record may be its draft:"
                            + " try again later.",
                    RETRY_AFTER_UNFINISHED_CREATE,
                    null);
        }
        DepositState state = files.isEmpty() ? Publication.state(record) : DepositState.UPLOADING;
        return new DepositStore.InitialState(state, item, null, false, files);
    }

    private Problem conflict(@Nullable Long item) {
        List<StoredDeposit> existing = item == null ? List.of() : store.withItems(List.of(item));
        return existing.isEmpty()
                ? new Problem(DepositStore.BUSY, "Try again.", RETRY_AFTER_CONFLICT, null)
                : exists(existing.getFirst().id());
    }

    private Problem exists(UUID deposit) {
        return new Problem(DepositStore.EXISTS, "Use " + views.url(deposit) + ".");
    }
}
