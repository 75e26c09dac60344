package io.campusfigshare.deposit;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.IdempotencyKeys;
import io.campusfigshare.deposit.workflow.DepositWorkflow;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * Continues the deposits that are due and that no replica has leased: those without a waiting caller, and those of a
 * stopped replica.
 */
@Singleton
class DepositRecovery {

    private static final int MAX_CONCURRENT = 8;
    private static final Duration MAX_RUN = Duration.ofSeconds(20);

    private final DepositStore store;
    private final IdempotencyKeys keys;
    private final DepositWorkflow workflow;
    private final DepositProgress progress;
    private final SecuredDoor door;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

    DepositRecovery(
            DepositStore store,
            IdempotencyKeys keys,
            DepositWorkflow workflow,
            DepositProgress progress,
            SecuredDoor door,
            DepositConfig config,
            @VirtualThreads ExecutorService threads) {
        this.store = store;
        this.keys = keys;
        this.workflow = workflow;
        this.progress = progress;
        this.door = door;
        this.config = config;
        this.threads = threads;
    }

    /** Continues no deposit on a read-only replica: it waits for a replica that may write. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void continueDue() {
        while (door.acceptsWrites() && permits.tryAcquire()) {
            Optional<DepositLease> due = Optional.empty();
            try {
                due = store.leaseDue();
                due.ifPresent(lease -> threads.execute(() -> run(lease)));
            } catch (Problem unreachable) {
                Log.debugf("Due deposits cannot be read from the database: %s", unreachable.detail());
            } finally {
                if (due.isEmpty()) {
                    permits.release();
                }
            }
            if (due.isEmpty()) {
                return;
            }
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deleteOldKeys() {
        if (door.isOpen()) {
            keys.deleteOlderThan(config.keysKept());
        }
    }

    private void run(DepositLease lease) {
        try (lease) {
            workflow.run(lease, System.nanoTime() + MAX_RUN.toNanos());
            progress.saveAnswer(lease);
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down. The store has the step to continue with.
            Log.warnf("Deposit %s goes on later: %s", lease.deposit().id(), stopped.detail());
        } finally {
            permits.release();
        }
    }
}
