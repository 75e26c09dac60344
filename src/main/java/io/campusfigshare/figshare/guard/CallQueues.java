package io.campusfigshare.figshare.guard;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a slot, in one queue for each priority. Not thread-safe: {@link Pace} synchronizes the
 * access.
 */
final class CallQueues {

    private final Map<CallPriority, ArrayDeque<UniEmitter<? super Void>>> queues = new EnumMap<>(CallPriority.class);
    private CallPriority lastServed = CallPriority.REFRESH;

    CallQueues() {
        for (CallPriority priority : CallPriority.values()) {
            queues.put(priority, new ArrayDeque<>());
        }
    }

    void add(CallPriority priority, UniEmitter<? super Void> call) {
        queue(priority).add(call);
    }

    void remove(CallPriority priority, UniEmitter<? super Void> call) {
        queue(priority).remove(call);
    }

    int length(CallPriority priority) {
        return queue(priority).size();
    }

    boolean isEmpty() {
        return queues.values().stream().allMatch(ArrayDeque::isEmpty);
    }

    boolean holdsOnlySync() {
        return queue(CallPriority.READ).isEmpty() && queue(CallPriority.REFRESH).isEmpty();
    }

    /**
     * Returns how many calls a new call waits for: those of its own queue, and those of the others that alternate with
     * it.
     */
    long callsBefore(CallPriority priority) {
        long same = length(priority);
        long reads = length(CallPriority.READ);
        long refreshes = length(CallPriority.REFRESH);
        return switch (priority) {
            case READ -> same + Math.min(refreshes, same + 1);
            case REFRESH -> same + Math.min(reads, same + 1);
            case SYNC -> same + reads + refreshes;
        };
    }

    /** Removes the call that is next: reads and refreshes alternate, and the sync gets the slots that they leave. */
    @Nullable UniEmitter<? super Void> poll() {
        CallPriority turn = lastServed == CallPriority.READ ? CallPriority.REFRESH : CallPriority.READ;
        for (CallPriority priority : List.of(turn, lastServed, CallPriority.SYNC)) {
            var next = queue(priority).poll();
            if (next != null) {
                lastServed = priority == CallPriority.SYNC ? lastServed : priority;
                return next;
            }
        }
        return null;
    }

    /** Removes and returns all calls. */
    List<UniEmitter<? super Void>> removeAll() {
        List<UniEmitter<? super Void>> all =
                queues.values().stream().flatMap(ArrayDeque::stream).toList();
        queues.values().forEach(ArrayDeque::clear);
        return all;
    }

    private ArrayDeque<UniEmitter<? super Void>> queue(CallPriority priority) {
        return Objects.requireNonNull(queues.get(priority));
    }
}
