package io.campusfigshare.deposit;

import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositStore;
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

/** Carries on what nobody waits for, and what a replica that is gone has left. */
@Singleton
class DepositRecovery {

    private static final int AT_ONCE = 8;
    private static final Duration A_WHILE = Duration.ofSeconds(20);

    private final DepositStore store;
    private final DepositWorkflow workflow;
    private final Deposits deposits;
    private final DepositDoor door;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(AT_ONCE);

    DepositRecovery(
            DepositStore store,
            DepositWorkflow workflow,
            Deposits deposits,
            DepositDoor door,
            DepositConfig config,
            @VirtualThreads ExecutorService threads) {
        this.store = store;
        this.workflow = workflow;
        this.deposits = deposits;
        this.door = door;
        this.config = config;
        this.threads = threads;
    }

    /** Nothing is carried on where nothing may be written: it waits for a replica that may. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        while (door.isOpen() && !config.readOnly() && room.tryAcquire()) {
            Optional<DepositLease> due = Optional.empty();
            try {
                due = store.leaseDue();
                due.ifPresent(deposit -> threads.execute(() -> carryOn(deposit)));
            } catch (Problem unreachable) {
                Log.debugf("Deposits cannot be looked at now: %s", unreachable.detail());
            } finally {
                if (due.isEmpty()) {
                    room.release();
                }
            }
            if (due.isEmpty()) {
                return;
            }
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forget() {
        if (door.isOpen()) {
            store.deleteKeys(config.keysKept());
        }
    }

    private void carryOn(DepositLease lease) {
        try (lease) {
            workflow.run(lease, System.nanoTime() + A_WHILE.toNanos());
            deposits.settle(lease);
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down; the ledger knows where to go on.
            Log.warnf("Deposit %s goes on later: %s", lease.deposit().id(), stopped.detail());
        } finally {
            room.release();
        }
    }
}
