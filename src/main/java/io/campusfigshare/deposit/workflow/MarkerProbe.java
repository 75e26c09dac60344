package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.AdministratorRecords;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Tests with a draft of the administrator whether Figshare keeps a {@link Marker} and lets it be removed. */
@Singleton
class MarkerProbe {

    /** The deposit in the marker of the test draft. No deposit has this id. */
    private static final UUID PROBE_ID = new UUID(0, 0);

    private static final String TITLE = "Check of campus-figshare: may be deleted";
    private static final int MAX_OLD_DRAFTS = 10;
    private static final Duration MAX_PROBE_TIME = Duration.ofHours(1);
    private static final Duration REREAD_DELAY = Duration.ofSeconds(3);

    private final AccountApi accounts;
    private final AdministratorRecords administrator;

    MarkerProbe(AccountApi accounts, AdministratorRecords administrator) {
        this.accounts = accounts;
        this.administrator = administrator;
    }

    /** Returns whether Figshare keeps a marker and lets it be removed. */
    boolean run() {
        ImpersonationContext context = ImpersonationContext.ofService();
        deleteOldDrafts(context);
        ObjectNode draft = accounts.emptyObject().put("title", TITLE);
        long item;
        try {
            item = administrator.create(context, Marker.on(draft, PROBE_ID));
        } catch (FigshareFailure failure) {
            if (failure.kind() == FigshareFailure.Kind.INVALID) {
                return false;
            }
            throw failure;
        }
        try {
            if (!becomes(true, context, item)) {
                return false;
            }
            administrator.edit(context, item, accounts.emptyObject().set("keywords", Marker.without(draft)));
            return becomes(false, context, item);
        } finally {
            deleteIfPossible(context, item);
        }
    }

    /** The result is valid even if the draft cannot be deleted: the next probe deletes it. */
    private void deleteIfPossible(ImpersonationContext context, long item) {
        try {
            administrator.delete(context, item);
        } catch (FigshareFailure failure) {
            Log.warnf("The draft of the marker check cannot be deleted now: %s", failure.detail());
        }
    }

    /**
     * Deletes drafts of probes whose answer was lost. Finds them by title, since Figshare may not keep the marker.
     * Skips a probe that may still be running.
     */
    private void deleteOldDrafts(ImpersonationContext context) {
        Instant oldest = Instant.now().minus(MAX_PROBE_TIME);
        administrator.list(context, 1, MAX_OLD_DRAFTS).stream()
                .filter(record -> record.path("title").asText().equals(TITLE))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isBefore(oldest);
                })
                .forEach(record ->
                        administrator.delete(context, record.path("id").asLong()));
    }

    /** Reads the record twice if necessary, since Figshare may show a change late. */
    private boolean becomes(boolean marked, ImpersonationContext context, long item) {
        if (isMarked(context, item) == marked) {
            return true;
        }
        Pause.of(REREAD_DELAY);
        return isMarked(context, item) == marked;
    }

    private boolean isMarked(ImpersonationContext context, long item) {
        ObjectNode record = administrator.find(context, item);
        return record != null && Marker.deposit(record).filter(PROBE_ID::equals).isPresent();
    }
}
