package io.campusfigshare.figshare.guard;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas that share one PostgreSQL. */
@QuarkusTest
class SharedPaceTest extends InstitutionTest {

    private static final double PER_SECOND = 10;
    private static final long INTERVAL = Pace.interval(PER_SECOND);

    @Inject
    Vertx vertx;

    @Inject
    Pool database;

    private record Served(String name, long at) {}

    private final ConcurrentLinkedQueue<Served> served = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @BeforeEach
    @AfterEach
    void freeSlot() {
        database.query("update pace set next = clock_timestamp()")
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void replicasTogetherNeverExceedThePace() throws Exception {
        Pace one = replica();
        Pace other = replica();

        var all = IntStream.range(0, 30)
                .mapToObj(n ->
                        turn(n % 2 == 0 ? one : other, n % 3 == 0 ? CallPriority.REFRESH : CallPriority.READ, "call"))
                .toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, SECONDS);

        List<Long> times = served.stream().map(Served::at).sorted().toList();
        assertThat(times).hasSize(30);
        // Each replica may be late with one call, which then comes shortly before the next call of the other replica.
        for (int first = 0; first < times.size(); first++) {
            for (int last = first + 1; last < times.size(); last++) {
                assertThat((last - first - 2) * INTERVAL)
                        .as("calls %d to %d", first, last)
                        .isLessThanOrEqualTo(times.get(last) - times.get(first));
            }
        }
    }

    @Test
    void syncOfOneReplicaDoesNotDelayReadsOfAnother() throws Exception {
        Pace syncing = replica();
        Pace interactive = replica();
        keepCalling(syncing);
        await("the sync under way").atMost(Duration.ofSeconds(30)).until(() -> served.size() > 3);

        for (int i = 0; i < 10; i++) {
            int before = served.size();
            turn(interactive, CallPriority.READ, "read").get(30, SECONDS);
            int between = served.size() - before - 1;
            // The slot that the sync is using, and one that it claims before the read arrives.
            assertThat(between).isLessThanOrEqualTo(2);
        }
        stopped = true;
    }

    @Test
    void pauseAppliesToOtherReplicas() throws Exception {
        Pace one = replica();
        Pace other = replica();
        turn(other, CallPriority.READ, "before").get(30, SECONDS);
        long asked = System.nanoTime();

        one.pause(Duration.ofSeconds(2));
        await("the others to know")
                .atMost(Duration.ofSeconds(30))
                .until(() -> database.query("select next > clock_timestamp() + interval '500 milliseconds' from pace")
                        .execute()
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getBoolean(0));
        turn(other, CallPriority.READ, "after").get(30, SECONDS);

        assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(1_900));
    }

    @Test
    void unusedSlotIsFreeAtOnce() {
        var taken = new ArrayList<Pace.Slot>();
        var slots = new SharedPace(database, 0.1);
        database.query("delete from pace").execute().await().indefinitely();

        for (int i = 0; i < 3; i++) {
            taken.add(slots.claim(true).await().indefinitely());
        }
        taken.add(slots.claim(false).await().indefinitely());

        assertThat(taken.stream().map(Pace.Slot::claimed)).containsExactly(true, false, false, true);
        assertThat(taken.getFirst().nanos()).isZero();
        assertThat(taken.getLast().nanos()).isBetween(TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(10));
    }

    private void keepCalling(Pace pace) {
        turn(pace, CallPriority.SYNC, "sync").thenRun(() -> {
            if (!stopped) {
                keepCalling(pace);
            }
        });
    }

    private CompletableFuture<Void> turn(Pace pace, CallPriority priority, String name) {
        return pace.awaitSlot(priority)
                .invoke(() -> served.add(new Served(name, System.nanoTime())))
                .subscribeAsCompletionStage();
    }

    private Pace replica() {
        return new Pace(
                new SharedPace(database, PER_SECOND),
                PER_SECOND,
                Duration.ofMinutes(1),
                System::nanoTime,
                (nanos, wake) -> vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(nanos), timer -> wake.run()));
    }
}
