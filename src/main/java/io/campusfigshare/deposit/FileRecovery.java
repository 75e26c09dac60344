package io.campusfigshare.deposit;

import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Asks Figshare for the files that it had not checked when their senders left, one after the other. */
@Singleton
class FileRecovery {

    private final FileStore store;
    private final DepositFiles files;
    private final DepositDoor door;

    FileRecovery(FileStore store, DepositFiles files, DepositDoor door) {
        this.store = store;
        this.files = files;
        this.door = door;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        if (!door.isOpen()) {
            return;
        }
        try {
            for (Optional<FileLease> due = store.leaseDue(); due.isPresent(); due = store.leaseDue()) {
                try (FileLease file = due.get()) {
                    files.lookAgain(file);
                }
            }
        } catch (Problem unreachable) {
            Log.debugf("Files cannot be looked at now: %s", unreachable.detail());
        }
    }
}
