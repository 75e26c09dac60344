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
 * Whether Figshare keeps a {@link Marker} and lets it be taken off: tried with a draft of the administrator's, by one replica
 * a day. Where it does not, a create whose answer is lost could not be found, and none is sent.
 */
@Singleton
public class MarkerCheck {

    private static final ProblemType NOT_KEPT =
            new ProblemType("marker-not-kept", 503, "New deposits cannot be made safely now");

    /** Of the draft that the check makes; no deposit has it. */
    private static final UUID CHECK = new UUID(0, 0);

    private static final String TITLE = "Check of campus-figshare: may be deleted";
    private static final int FEW = 10;

    /** An administrator who may not have drafts is refused each time; once may be of the moment. */
    private static final int FINAL = 2;

    private static final Duration A_CHECK = Duration.ofHours(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(3);
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    /** A check that did not end, or that found that markers are not kept, is made anew before the day is over. */
    private static final String TAKE = """
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

    /** Whether nobody knows yet: then no create is sent. */
    boolean isPending() {
        return kept == null && refusals < FINAL;
    }

    /** A draft does not show its marker: the check is made anew, soon. */
    void checkAgainSoon() {
        database.run("update marker_check set begun = 'epoch'", Tuple.tuple());
    }

    /** Whether a lost create may be taken for found by its title. */
    boolean usesTitles() {
        return config.findByTitle() && Boolean.FALSE.equals(kept);
    }

    /** Fails while a lost create could not be found. */
    public void requireKept() {
        if (Boolean.FALSE.equals(kept) && !config.findByTitle()) {
            throw new Problem(
                    NOT_KEPT,
                    "Figshare does not keep the keyword by which a lost create is found. Who runs this service can allow titles in its place: campus.deposits.find-by-title.",
                    A_WHILE,
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
            if (!config.readOnly() && database.run(TAKE, Tuple.tuple()).size() > 0) {
                check();
            }
            kept = database.run("select kept from marker_check", Tuple.tuple()).stream()
                    .findFirst()
                    .map(row -> row.getBoolean("kept"))
                    .orElse(null);
        } catch (Problem stopped) {
            // An administrator who may not have drafts cannot look; any other failure passes, and the next look is
            // soon.
            boolean refused =
                    stopped instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.REFUSED;
            refusals = refused ? refusals + 1 : 0;
            Log.warnf("Whether Figshare keeps markers is looked at later: %s", stopped.detail());
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

    /** What the check has found counts although its draft stays: the next one removes it. */
    private void removeWhenPossible(ImpersonationContext context, long item) {
        try {
            figshare.removeOwn(context, item);
        } catch (FigshareFailure failed) {
            Log.warnf("The draft of the check stays for a while: %s", failed.detail());
        }
    }

    /** Of a check whose answer was lost, by its title, since its keyword may not be kept; one that is under way is left alone. */
    private void removeFormer(ImpersonationContext context) {
        Instant former = Instant.now().minus(A_CHECK);
        figshare.strays(context, 1, FEW).stream()
                .filter(record -> record.path("title").asText().equals(TITLE))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isBefore(former);
                })
                .forEach(record -> figshare.removeOwn(context, record.path("id").asLong()));
    }

    /** At once, or after a moment: what a detail shows may be late. */
    private boolean shows(ImpersonationContext context, long item, boolean marked) {
        if (isMarked(context, item) == marked) {
            return true;
        }
        Pause.of(A_MOMENT);
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
