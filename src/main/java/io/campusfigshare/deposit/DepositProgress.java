package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.FileCompleteness;
import io.campusfigshare.deposit.store.IdempotencyKeys;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.DepositWorkflow;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workflow of a deposit for a waiting caller and stores the answer under the Idempotency-Keys that wait for
 * it. A repeated request gets the stored answer; if there is none yet, it continues the workflow. Its methods block.
 */
@Singleton
class DepositProgress {

    /** The status of a request whose deposit is not finished. */
    static final int ACCEPTED = 202;

    private static final int CREATED = 201;
    private static final int OK = 200;

    private static final ProblemType IN_PROGRESS =
            new ProblemType("deposit-in-progress", 503, "The deposit is still in progress");

    /** How long a caller waits at most. The workflow continues without the caller. */
    static final Duration MAX_WAIT = Duration.ofSeconds(25);

    /** The shortest Retry-After. A step that is due sooner is no failure to retry. */
    private static final Duration MIN_RETRY_AFTER = Duration.ofSeconds(5);

    private final DepositAccess access;
    private final DepositStore store;
    private final IdempotencyKeys keys;
    private final FileCompleteness completeness;
    private final DepositWorkflow workflow;
    private final AccountApi accounts;
    private final Deposits deposits;
    private final DepositViews views;
    private final DepositJson json;

    DepositProgress(
            DepositAccess access,
            DepositStore store,
            IdempotencyKeys keys,
            FileCompleteness completeness,
            DepositWorkflow workflow,
            AccountApi accounts,
            Deposits deposits,
            DepositViews views,
            DepositJson json) {
        this.access = access;
        this.store = store;
        this.keys = keys;
        this.completeness = completeness;
        this.workflow = workflow;
        this.accounts = accounts;
        this.deposits = deposits;
        this.views = views;
        this.json = json;
    }

    /** The answer to a request with an Idempotency-Key, and to each repetition of it. */
    record Answer(int status, UUID deposit, String body) {}

    /** Returns the key of a create. Its digest is that of the request. */
    IdempotencyKeys.Key createKey(Caller caller, String key, Object request) {
        return new IdempotencyKeys.Key(caller.program(), caller.subject(), key, json.digest(request), CREATED);
    }

    /** Publishes the deposit. With {@code wait} false, answers 202 at once. */
    Answer publish(Caller caller, @Nullable String requestId, String text, UUID id, boolean wait) {
        StoredDeposit deposit = access.toChange(caller, id);
        completeness.requireComplete(id);
        var key = new IdempotencyKeys.Key(
                caller.program(), caller.subject(), text, json.digest(Map.of("publish", id.toString())), OK);
        Optional<IdempotencyKeys.StoredAnswer> known = keys.find(key);
        if (known.isPresent()) {
            return repeat(caller, key, known.get());
        }
        try (DepositLease lease =
                access.lease(deposit, DepositState.READY, DepositState.PUBLISHED, DepositState.EMBARGOED)) {
            lease.requestPublication(key, lease.contextFor(caller, requestId));
            return wait ? run(lease, key) : accept(lease);
        }
    }

    /** Repeats at once a step that failed for a reason that may pass. Does nothing if there is none. */
    Deposit retry(Caller caller, @Nullable String requestId, UUID id) {
        try (DepositLease lease = store.lease(access.toChange(caller, id).id())) {
            Instant due = lease.deposit().nextStep();
            boolean waits = due != null && due.isAfter(Instant.now().plus(MIN_RETRY_AFTER));
            if (lease.deposit().failingSince() != null || waits) {
                lease.retryNow();
                run(lease);
            }
        }
        return deposits.get(caller, requestId, id);
    }

    /** Returns the stored answer. If there is none yet, continues the workflow and returns what that leads to. */
    Answer repeat(Caller caller, IdempotencyKeys.Key key, IdempotencyKeys.StoredAnswer known) {
        if (!known.sameRequest()) {
            throw new Problem(
                    IdempotencyKey.REUSED,
                    "This Idempotency-Key came with another request: send a new key with each new request.");
        }
        if (!caller.mayActForEverybody()) {
            // The roles of the token may have changed since the first request.
            store.find(known.deposit())
                    .ifPresent(deposit ->
                            access.depositorToActFor(caller, deposit.context().campusId()));
        }
        if (known.status() != null) {
            return answer(known);
        }
        try (DepositLease lease = store.lease(known.deposit())) {
            if (lease.deposit().failingSince() != null) {
                lease.retryNow();
            }
            return run(lease, key);
        }
    }

    /** Answers 202 and stores that answer. The workflow is run later, by {@link DepositRecovery}. */
    Answer accept(DepositLease lease) {
        UUID id = lease.deposit().id();
        String body = json.write(views.view(lease.deposit(), null));
        keys.saveAnswer(id, ACCEPTED, body);
        return new Answer(ACCEPTED, id, body);
    }

    /**
     * Runs the workflow for at most {@link #MAX_WAIT}; fails with 503 if it is not finished then and may be waited for.
     */
    Answer run(DepositLease lease, IdempotencyKeys.Key key) {
        run(lease);
        UUID id = lease.deposit().id();
        if (lease.deposit().state() == DepositState.UPLOADING) {
            return new Answer(ACCEPTED, id, json.write(views.view(lease.deposit(), null)));
        }
        return keys.find(key)
                .filter(known -> known.status() != null)
                .map(DepositProgress::answer)
                .orElseGet(() -> unfinished(lease.deposit()));
    }

    private void run(DepositLease lease) {
        workflow.run(lease, System.nanoTime() + MAX_WAIT.toNanos());
        saveAnswer(lease);
    }

    /** Stores the answer for the keys that wait for one, if the deposit has reached a resting state. */
    void saveAnswer(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        if (deposit.state().isInProgress() || deposit.state() == DepositState.UPLOADING) {
            return;
        }
        if (deposit.failingSince() != null) {
            return; // A request with the same key tries again.
        }
        if (deposit.nextStep() != null) {
            lease.rest(deposit.state(), deposit.problem()); // Its last file had made it due, for this answer.
        }
        if (deposit.problem() != null) {
            keys.saveAnswer(
                    deposit.id(), json.parse(deposit.problem()).path("status").asInt(), deposit.problem());
        } else {
            ObjectNode read = lease.takeRecord();
            keys.saveAnswer(deposit.id(), null, json.write(views.view(deposit, read == null ? record(deposit) : read)));
        }
    }

    private @Nullable ObjectNode record(StoredDeposit deposit) {
        return deposit.item() == null || deposit.state() == DepositState.DELETED
                ? null
                : accounts.article(deposit.context(), deposit.item());
    }

    /** Answers without storing the answer: the workflow continues, or a request with the same key tries again. */
    private Answer unfinished(StoredDeposit deposit) {
        String problem = deposit.problem();
        ObjectNode why = problem == null ? null : json.parse(problem);
        if (problem != null && why != null && deposit.nextStep() == null) {
            return new Answer(why.path("status").asInt(), deposit.id(), problem);
        }
        Duration wait =
                deposit.nextStep() == null ? Duration.ZERO : Duration.between(Instant.now(), deposit.nextStep());
        throw new Problem(
                IN_PROGRESS,
                (why == null ? "" : why.path("detail").asText() + " The step is repeated automatically. ")
                        + "The deposit continues without the request: repeat the request with the same Idempotency-Key, or"
                        + " read " + views.url(deposit.id()) + ".",
                wait.compareTo(MIN_RETRY_AFTER) < 0 ? MIN_RETRY_AFTER : wait,
                null);
    }

    private static Answer answer(IdempotencyKeys.StoredAnswer known) {
        return new Answer(
                Objects.requireNonNull(known.status()), known.deposit(), Objects.requireNonNull(known.answer()));
    }
}
