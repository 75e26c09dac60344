package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks once a day, in one replica, whether Figshare keeps a {@link Marker} and lets it be removed. The check creates and deletes a draft of the
 * administrator. Without markers the draft of a lost create cannot be found, and no create is sent.
 */
@Singleton
public class MarkerCheck {

    private static final ProblemType NOT_KEPT =
            new ProblemType("marker-not-kept", 503, "New deposits cannot be made safely now");

    /** The deposit that the marker of the check names; no deposit has this id. */
    private static final UUID CHECK = new UUID(0, 0);

    private static final String TITLE = "Check of campus-figshare: may be deleted";
    private static final int PAGE_SIZE = 10;

    /** After so many refusals in a row the administrator is taken to have no right to drafts. */
    private static final int MAX_REFUSALS = 2;

    private static final Duration MAX_CHECK_TIME = Duration.ofHours(1);
    private static final Duration BEFORE_SECOND_READ = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    /** A check that succeeded is repeated after a day, one that found no markers after ten minutes, one that did not end after 50 s. */
    private static final String CLAIM = """
            insert into marker_check values (true, clock_timestamp(), null)
            on conflict (one) do update set begun = excluded.begun
                where marker_check.begun < clock_timestamp()
                    - case marker_check.kept when true then interval '1 day' when false then interval '10 minutes'
                        else interval '50 seconds' end
            returning true
            """;

    private final AccountApi figshare;
    private final Database database;
    private final DepositDoor door;
    private final DepositConfig config;
    private volatile @Nullable Boolean kept;
    private volatile int refusals;

    MarkerCheck(AccountApi figshare, Database database, DepositDoor door, DepositConfig config, MeterRegistry metrics) {
        this.figshare = figshare;
        this.database = database;
        this.door = door;
        this.config = config;
        Gauge.builder("deposit.marker.kept", this, MarkerCheck::measured)
                .description("1 where Figshare keeps the keyword that a lost create is found by, 0 where it does not")
                .register(metrics);
    }

    /** Whether the outcome of the first check is not known yet. Then no create is sent. */
    boolean isPending() {
        return kept == null && refusals < MAX_REFUSALS;
    }

    /** Makes the next check due now: a draft did not show its marker. */
    void checkAgainSoon() {
        database.run("update marker_check set begun = 'epoch'", Tuple.tuple());
    }

    /** Whether the draft of a lost create is searched for by its title. */
    boolean usesTitles() {
        return config.findByTitle() && Boolean.FALSE.equals(kept);
    }

    /** Fails with 503 if markers are not kept and a search by title is not allowed. */
    public void requireKept() {
        if (Boolean.FALSE.equals(kept) && !config.findByTitle()) {
            throw new Problem(
                    NOT_KEPT,
                    "Figshare does not keep the keyword by which a lost create is found. Who runs this service can allow titles in its place: campus.deposits.find-by-title.",
                    RETRY_AFTER,
                    null);
        }
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void checkWhenDue() {
        if (!door.isOpen()) {
            return;
        }
        try {
            if (!config.readOnly() && database.run(CLAIM, Tuple.tuple()).size() > 0) {
                check();
            }
            kept = database.run("select kept from marker_check", Tuple.tuple()).stream()
                    .findFirst()
                    .map(row -> row.getBoolean("kept"))
                    .orElse(null);
        } catch (Problem stopped) {
            // An administrator without the right to drafts is refused each time. Any other failure passes.
            boolean refused =
                    stopped instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.REFUSED;
            refusals = refused ? refusals + 1 : 0;
            Log.warnf("The check whether Figshare keeps markers is repeated later: %s", stopped.detail());
        }
    }

    private void check() {
        ImpersonationContext context = ImpersonationContext.ofService();
        boolean fit = isFit(context);
        database.run("update marker_check set kept = $1", Tuple.of(fit));
        if (!fit) {
            Log.errorf(
                    "Figshare does not keep a keyword, or does not let it be taken off: a create whose answer is lost could"
                            + " not be found, and %s",
                    config.findByTitle() ? "is looked for by its title" : "no deposit is made");
        }
    }

    private boolean isFit(ImpersonationContext context) {
        removeFormer(context);
        ObjectNode asked = figshare.empty().put("title", TITLE);
        long item;
        try {
            item = figshare.createOwn(context, Marker.on(asked, CHECK));
        } catch (FigshareFailure refused) {
            if (refused.kind() == FigshareFailure.Kind.INVALID) {
                return false;
            }
            throw refused;
        }
        try {
            if (!shows(context, item, true)) {
                return false;
            }
            figshare.patchOwn(context, item, figshare.empty().set("keywords", Marker.without(asked)));
            return shows(context, item, false);
        } finally {
            removeWhenPossible(context, item);
        }
    }

    /** Deletes the draft of the check. If that fails, the next check deletes it; the outcome of this check counts. */
    private void removeWhenPossible(ImpersonationContext context, long item) {
        try {
            figshare.removeOwn(context, item);
        } catch (FigshareFailure failed) {
            Log.warnf("The draft of the check is deleted later: %s", failed.detail());
        }
    }

    /** Deletes the drafts of earlier checks, which are found by their title. Leaves out one that may be under way. */
    private void removeFormer(ImpersonationContext context) {
        Instant former = Instant.now().minus(MAX_CHECK_TIME);
        figshare.strays(context, 1, PAGE_SIZE).stream()
                .filter(record -> record.path("title").asText().equals(TITLE))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isBefore(former);
                })
                .forEach(record -> figshare.removeOwn(context, record.path("id").asLong()));
    }

    /** Reads the record, and once more after 3 s, because a detail may be stale. */
    private boolean shows(ImpersonationContext context, long item, boolean marked) {
        if (isMarked(context, item) == marked) {
            return true;
        }
        Pause.of(BEFORE_SECOND_READ);
        return isMarked(context, item) == marked;
    }

    private boolean isMarked(ImpersonationContext context, long item) {
        ObjectNode record = figshare.own(context, item);
        return record != null && Marker.deposit(record).filter(CHECK::equals).isPresent();
    }

    private double measured() {
        Boolean known = kept;
        return known == null ? Double.NaN : known ? 1 : 0;
    }
}
