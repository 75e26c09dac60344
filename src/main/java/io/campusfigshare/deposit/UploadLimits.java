package io.campusfigshare.deposit;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.Account;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Limits uploads: their number in this process, the size of a file, and the person's quota at Figshare. */
@Singleton
class UploadLimits {

    private static final ProblemType EMPTY = new ProblemType("empty-file", 422, "The file is empty");
    private static final ProblemType QUOTA_EXCEEDED =
            new ProblemType("quota-exceeded", 413, "The person's quota is too small");
    private static final ProblemType TOO_MANY_UPLOADS =
            new ProblemType("uploads-busy", 503, "Too many files are being uploaded");

    private static final Duration RETRY_AFTER_TOO_MANY = Duration.ofSeconds(5);
    private static final long KILO = 1024;
    private static final long TERA = 1L << 40;

    private final FileStore store;
    private final AccountApi accounts;
    private final DepositConfig config;
    private final Semaphore permits;

    UploadLimits(FileStore store, AccountApi accounts, DepositConfig config) {
        this.store = store;
        this.accounts = accounts;
        this.config = config;
        this.permits = new Semaphore(config.uploadsAtOnce());
    }

    /** Stops the start if a configured size is out of its bounds. */
    void checkConfiguration(@Observes StartupEvent start) {
        requireBounds("max-file-size", config.maxFileSize(), 5 * TERA);
        requireBounds("max-form-size", config.maxFormSize(), TERA);
        requireBounds("largest-spooled-part", config.largestSpooledPart(), TERA);
    }

    private static void requireBounds(String key, MemorySize size, long max) {
        if (size.asLongValue() < KILO || size.asLongValue() > max) {
            throw new IllegalArgumentException("campus.deposits." + key + " must be 1K to " + max / TERA + "T");
        }
    }

    /** Takes one of the {@code uploads-at-once} permits; fails with 503 if none is left. */
    void acquire() {
        if (!permits.tryAcquire()) {
            throw new Problem(TOO_MANY_UPLOADS, "Try again.", RETRY_AFTER_TOO_MANY, null);
        }
    }

    void release() {
        permits.release();
    }

    /**
     * Fails with 413 if the file is larger than Figshare permits this person, or than what is left of their quota. A
     * file whose upload has begun is not checked: Figshare has counted it already.
     */
    void requireQuota(ImpersonationContext context, UUID deposit, DeclaredFile declared) {
        long size = declared.size();
        boolean begun = store.find(deposit, declared.name())
                .filter(known -> known.number() != null && FileReception.isSame(known, declared))
                .isPresent();
        if (begun || declared.link() != null) {
            return;
        }
        Account account = accounts.account(context);
        long maxSize = limit(account.maximumFileSize());
        if (size > maxSize) {
            throw new Problem(
                    DeclaredFile.TOO_LARGE,
                    "Figshare accepts files of at most " + maxSize + " bytes from this person.");
        }
        long used = account.usedQuota() == null ? 0 : account.usedQuota();
        if (size > limit(account.quota()) - used) {
            throw new Problem(
                    QUOTA_EXCEEDED,
                    "The person has " + Math.max(0, limit(account.quota()) - used) + " bytes left in Figshare.");
        }
    }

    /** A limit that Figshare does not state is not checked here: Figshare refuses the file itself. */
    private static long limit(@Nullable Long stated) {
        return stated == null || stated <= 0 ? Long.MAX_VALUE : stated;
    }

    /** How Figshare treats a file without bytes is unknown (FACTS 1.3). */
    static Problem empty() {
        return new Problem(EMPTY, "How Figshare treats a file of 0 bytes is unknown, so it is not sent.");
    }
}
