package io.campusfigshare.deposit.workflow;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.metadata.Marker;
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
import org.jspecify.annotations.Nullable;

/**
 * Knows whether Figshare keeps a {@link Marker} and lets it be removed. One replica tests this once a day. If Figshare
 * does not keep markers, the draft of a lost create could not be found, so no create is sent.
 */
@Singleton
public class MarkerCheck {

    private static final ProblemType NOT_KEPT =
            new ProblemType("marker-not-kept", 503, "New deposits cannot be created safely now");

    /**
     * After this many refusals in a row, the administrator surely may not have drafts. A single one may be temporary.
     */
    private static final int MAX_REFUSALS = 2;

    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    /** Repeats a check after a day, or earlier if the last one did not end or found that markers are not kept. */
    private static final String TAKE_DUE = """
            insert into marker_check values (true, clock_timestamp(), null)
            on conflict (one) do update set begun = excluded.begun
                where marker_check.begun < clock_timestamp()
                    - case marker_check.kept when true then interval '1 day' when false then interval '10 minutes'
                        else interval '50 seconds' end
            returning true
            """;

    private final MarkerProbe probe;
    private final Database database;
    private final SecuredDoor door;
    private final DepositConfig config;
    private volatile @Nullable Boolean kept;
    private volatile int refusals;

    MarkerCheck(MarkerProbe probe, Database database, SecuredDoor door, DepositConfig config, MeterRegistry metrics) {
        this.probe = probe;
        this.database = database;
        this.door = door;
        this.config = config;
        Gauge.builder("deposit.marker.kept", this, MarkerCheck::gaugeValue)
                .description("1 if Figshare keeps the keyword by which a lost create is found, 0 if it does not")
                .register(metrics);
    }

    /** Returns whether no check has ended yet. Then no create is sent. */
    boolean isPending() {
        return kept == null && refusals < MAX_REFUSALS;
    }

    /** Makes the next check due at once. For a draft that does not show its marker. */
    void checkAgainSoon() {
        database.run("update marker_check set begun = 'epoch'", Tuple.tuple());
    }

    /** Returns whether the draft of a lost create is found by its title instead of a marker. */
    boolean usesTitles() {
        return config.findByTitle() && Boolean.FALSE.equals(kept);
    }

    /** Fails with 503 while the draft of a lost create could not be found. */
    public void requireKept() {
        if (Boolean.FALSE.equals(kept) && !config.findByTitle()) {
            throw new Problem(
                    NOT_KEPT,
                    "Figshare does not keep the keyword by which a lost create is found. The operator of this service can"
                            + " permit to find it by its title: campus.deposits.find-by-title.",
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
            if (door.acceptsWrites() && database.run(TAKE_DUE, Tuple.tuple()).size() > 0) {
                check();
            }
            kept = database.run("select kept from marker_check", Tuple.tuple()).stream()
                    .findFirst()
                    .map(row -> row.getBoolean("kept"))
                    .orElse(null);
        } catch (Problem failure) {
            // Figshare refuses an administrator who may not have drafts. Any other failure is temporary.
            boolean refused =
                    failure instanceof FigshareFailure refusal && refusal.kind() == FigshareFailure.Kind.REFUSED;
            refusals = refused ? refusals + 1 : 0;
            Log.warnf("The check whether Figshare keeps markers is postponed: %s", failure.detail());
        }
    }

    private void check() {
        boolean works = probe.run();
        database.run("update marker_check set kept = $1", Tuple.of(works));
        if (!works) {
            Log.errorf(
                    "Figshare does not keep a keyword or does not let it be removed. The draft of a create whose answer is"
                            + " lost could not be found: %s",
                    config.findByTitle() ? "it is searched by its title" : "no deposit is created");
        }
    }

    private double gaugeValue() {
        Boolean known = kept;
        return known == null ? Double.NaN : known ? 1 : 0;
    }
}
