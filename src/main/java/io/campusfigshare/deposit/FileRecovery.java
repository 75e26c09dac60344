package io.campusfigshare.deposit;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads the status of the files that Figshare was still processing when their callers left, one after the other. */
@Singleton
class FileRecovery {

    private final FileStore store;
    private final DepositFiles files;
    private final SecuredDoor door;

    FileRecovery(FileStore store, DepositFiles files, SecuredDoor door) {
        this.store = store;
        this.files = files;
        this.door = door;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void checkDue() {
        if (!door.isOpen()) {
            return;
        }
        try {
            for (Optional<FileLease> due = store.leaseDue(); due.isPresent(); due = store.leaseDue()) {
                try (FileLease file = due.get()) {
                    files.checkAgain(file);
                }
            }
        } catch (Problem unreachable) {
            Log.debugf("Due files cannot be read from the database: %s", unreachable.detail());
        }
    }
}
