package io.campusfigshare.catalogue.database;

import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records that could not be read from Figshare. Each is retried after a growing delay, and does not delay other
 * records.
 */
@Singleton
public class FailedRecords {

    /** The number of consecutive failures of different records after which Figshare itself is checked. */
    private static final int CHECK_AFTER = 3;

    /** How long a run starts retries; the last one may take as long as a call. */
    private static final Duration RETRY_TIME = Duration.ofSeconds(2);

    private static final String ADD = """
            insert into set_aside (kind, id, failure, modified) values ($1, $2, $3, $4)
            on conflict (kind, id) do update set failure = excluded.failure, modified = excluded.modified,
                tries = set_aside.tries + 1,
                due = clock_timestamp()
                    + least(interval '4 hours', interval '5 seconds' * 2 ^ least(set_aside.tries, 20))
            """;

    private final Database database;

    FailedRecords(Database database) {
        this.database = database;
    }

    /** The kind of a record. Ids are unique within a kind only. */
    public enum Kind {
        ITEM,
        COLLECTION,
        PROJECT,
        PERSON,
        USAGE,
        REVIEW;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Failed(long id, @Nullable Instant modified, String failure) {}

    /**
     * Starts a run over records of one kind.
     *
     * @param readAnother reads a record other than those with these ids; throws if that fails, too
     */
    public Run run(Kind kind, Consumer<Long[]> readAnother) {
        return new Run(kind, readAnother);
    }

    /** Adds a record, or doubles the delay of its next retry; from 5 seconds to 4 hours. */
    public void add(Kind kind, long id, @Nullable Instant modified, String failure) {
        database.run(ADD, Tuple.of(kind.text(), id, failure, Database.utc(modified)));
        Log.warnf("Reading failed and is retried later: %s %d (%s)", kind.text(), id, failure);
    }

    /** Returns whether a record of this kind is due for a retry. */
    public boolean isRetryDue(Kind kind) {
        return database.run(
                                "select from set_aside where kind = $1 and due <= clock_timestamp() limit 1",
                                Tuple.of(kind.text()))
                        .size()
                > 0;
    }

    public void remove(Kind kind, long id) {
        database.run("delete from set_aside where kind = $1 and id = $2", Tuple.of(kind.text(), id));
    }

    /** A run over records of one kind; not thread-safe. */
    public final class Run {

        private final Kind kind;
        private final Consumer<Long[]> readAnother;
        private final Map<Long, @Nullable Instant> known = new HashMap<>();
        private final List<Failed> pending = new ArrayList<>();

        private Run(Kind kind, Consumer<Long[]> readAnother) {
            this.kind = kind;
            this.readAnother = readAnother;
            for (Row row : database.run("select id, modified from set_aside where kind = $1", Tuple.of(kind.text()))) {
                known.put(row.getLong("id"), Database.instant(row, "modified"));
            }
        }

        public boolean contains(long id) {
            return known.containsKey(id);
        }

        /** Returns whether the record has failed and has not been modified since. */
        public boolean contains(long id, @Nullable Instant modified) {
            return contains(id) && Objects.equals(known.get(id), modified);
        }

        /** Returns whether all failures so far are stored. */
        public boolean isStored() {
            return pending.isEmpty();
        }

        /**
         * Processes a record. Returns empty, and remembers the failure, if the record cannot be read or stored. Throws
         * a failure that does not concern this record only.
         *
         * @param modified the modification date in Figshare's list; null if unknown
         */
        public <T> Optional<T> process(long id, @Nullable Instant modified, Supplier<T> work) {
            try {
                T result = work.get();
                storeFailures();
                if (contains(id)) {
                    forget(id);
                }
                return Optional.of(result);
            } catch (FigshareFailure failed) {
                if (!failed.mayConcernOneRecord()) {
                    throw failed;
                }
                addPending(new Failed(id, modified, failed.kind().text()));
                return Optional.empty();
            } catch (Problem | CancellationException general) {
                throw general;
            } catch (RuntimeException defect) {
                Log.errorf(defect, "A record of Figshare cannot be stored: %s %d", kind.text(), id);
                addPending(new Failed(id, modified, "defect"));
                return Optional.empty();
            }
        }

        private void addPending(Failed failed) {
            pending.add(failed);
            if (pending.size() == CHECK_AFTER) {
                requireOthersReadable();
                storeFailures();
            }
        }

        /** Stores the failures since the last success: they concern these records, not Figshare as a whole. */
        public void storeFailures() {
            for (Failed one : pending) {
                add(kind, one.id(), one.modified(), one.failure());
                known.put(one.id(), one.modified());
            }
            pending.clear();
        }

        /** Retries the records that are due; for a limited time. */
        public void retryDue(LongConsumer work) {
            long end = System.nanoTime() + RETRY_TIME.toNanos();
            for (Row row : database.run(
                    "select id, modified from set_aside where kind = $1 and due <= clock_timestamp() order by due",
                    Tuple.of(kind.text()))) {
                if (System.nanoTime() > end) {
                    break;
                }
                long id = row.getLong("id");
                process(id, Database.instant(row, "modified"), () -> {
                    work.accept(id);
                    return id;
                });
            }
            storeFailures();
        }

        /** Forgets all records but these. */
        public void retain(Set<Long> ids) {
            known.keySet().stream().filter(id -> !ids.contains(id)).toList().forEach(this::forget);
        }

        private void forget(long id) {
            remove(kind, id);
            known.remove(id);
        }

        /**
         * Throws unless Figshare returns another record, or 404 for it: otherwise Figshare itself fails, and the run
         * ends.
         */
        private void requireOthersReadable() {
            try {
                readAnother.accept(pending.stream().map(Failed::id).toArray(Long[]::new));
            } catch (Problem failed) {
                if (failed.type().status() != 404) {
                    throw failed;
                }
            }
        }
    }
}
