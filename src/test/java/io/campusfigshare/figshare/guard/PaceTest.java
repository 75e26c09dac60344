package io.campusfigshare.figshare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the pace of one process, with a simulated clock. */
class PaceTest {

    private long now;
    private @Nullable Runnable wake;
    private long wakeAt;

    private final Pace pace =
            new Pace(new LocalPace(1, () -> now), 1, Duration.ofSeconds(4), () -> now, (nanos, action) -> {
                wakeAt = now + nanos;
                wake = action;
            });

    @Test
    void secondCallWaitsForItsSlot() {
        assertThat(turn(CallPriority.READ).isDone()).isTrue();
        var second = turn(CallPriority.READ);

        assertThat(second.isDone()).isFalse();
        advance(Duration.ofMillis(990));
        assertThat(second.isDone()).isFalse();
        advance(Duration.ofMillis(10));
        assertThat(second.isDone()).isTrue();
    }

    @Test
    void rateIsNeverExceeded() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 10; i++) {
                all.add(turn(i % 3 == 0 ? CallPriority.REFRESH : CallPriority.READ));
            }
            advance(Duration.ofSeconds(1));
        }

        assertThat(all.stream().filter(call -> call.isDone() && !call.isCompletedExceptionally()))
                .hasSizeLessThanOrEqualTo(61);
    }

    @Test
    void callThatWouldWaitTooLongIsRefusedWithRetryAfter() {
        for (int i = 0; i < 5; i++) {
            turn(CallPriority.READ);
        }

        var refused = turn(CallPriority.READ);

        assertThat(refused.exceptionNow()).isInstanceOfSatisfying(FigshareFailure.class, f -> {
            assertThat(f.kind()).isEqualTo(Kind.BUSY);
            assertThat(f.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        });
    }

    @Test
    void readsDoNotStarveRefreshes() {
        for (int i = 0; i < 100; i++) {
            turn(CallPriority.READ);
        }

        var renewal = turn(CallPriority.REFRESH);
        advance(Duration.ofSeconds(1));
        advance(Duration.ofSeconds(1));

        assertThat(renewal.isDone()).isTrue();
    }

    @Test
    void refreshesDoNotStarveReads() {
        for (int i = 0; i < 100; i++) {
            turn(CallPriority.REFRESH);
        }

        var read = turn(CallPriority.READ);
        advance(Duration.ofSeconds(1));

        assertThat(read.isDone()).isTrue();
    }

    @Test
    void callsOfOnePriorityAreServedInOrder() {
        turn(CallPriority.READ);
        var first = turn(CallPriority.READ);
        var second = turn(CallPriority.READ);

        advance(Duration.ofSeconds(1));

        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isFalse();
    }

    @Test
    void pauseAppliesToAllCalls() {
        pace.pause(Duration.ofSeconds(3));
        var waiting = turn(CallPriority.READ);

        advance(Duration.ofSeconds(2));
        assertThat(waiting.isDone()).isFalse();
        advance(Duration.ofSeconds(1));
        assertThat(waiting.isDone()).isTrue();
    }

    @Test
    void cancelledCallLeavesTheQueue() {
        turn(CallPriority.READ);
        var gone = turn(CallPriority.READ);
        var next = turn(CallPriority.READ);

        gone.cancel(true);
        advance(Duration.ofSeconds(1));

        assertThat(next.isDone()).isTrue();
    }

    private CompletableFuture<Void> turn(CallPriority priority) {
        return pace.awaitSlot(priority).subscribeAsCompletionStage();
    }

    private void advance(Duration time) {
        long until = now + time.toNanos();
        while (wake != null && wakeAt <= until) {
            now = wakeAt;
            Runnable due = wake;
            wake = null;
            due.run();
        }
        now = until;
    }

    @Test
    void longPauseFailsWaitingCalls() {
        turn(CallPriority.READ);
        var waiting = turn(CallPriority.READ);

        pace.pause(Duration.ofSeconds(60));

        assertThat(waiting.exceptionNow())
                .isInstanceOfSatisfying(
                        FigshareFailure.class, f -> assertThat(f.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
    }
}
