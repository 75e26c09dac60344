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

/** The records that Figshare could not give: they are tried again after a growing delay and hold up no other. */
@Singleton
public class FailedRecords {

    /** So many different records that fail in a row may mean that Figshare fails. */
    private static final int DOUBTFUL = 3;

    /** How long a run goes on with records that are due; each of them may take as long as a call may. */
    private static final Duration TRYING = Duration.ofSeconds(2);

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

    /** What a record is of; each kind is numbered apart. */
    public enum Kind {
        ITEM,
        COLLECTION,
        PROJECT,
        PERSON,
        USAGE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Failed(long id, @Nullable Instant modified, String failure) {}

    /**
     * A run over records of one kind.
     *
     * @param another reads another record than those numbered; fails if Figshare does not give that either
     */
    public Run run(Kind kind, Consumer<Long[]> another) {
        return new Run(kind, another);
    }

    /** Adds a record, or doubles its delay. */
    public void add(Kind kind, long id, @Nullable Instant modified, String failure) {
        database.run(ADD, Tuple.of(kind.text(), id, failure, Database.utc(modified)));
        Log.warnf("Set aside and tried again later: %s %d (%s)", kind.text(), id, failure);
    }

    public boolean isDue(Kind kind) {
        return database.run(
                                "select from set_aside where kind = $1 and due <= clock_timestamp() limit 1",
                                Tuple.of(kind.text()))
                        .size()
                > 0;
    }

    public void remove(Kind kind, long id) {
        database.run("delete from set_aside where kind = $1 and id = $2", Tuple.of(kind.text(), id));
    }

    /** One run over records of one kind, in one thread. */
    public final class Run {

        private final Kind kind;
        private final Consumer<Long[]> another;
        private final Map<Long, @Nullable Instant> known = new HashMap<>();
        private final List<Failed> doubtful = new ArrayList<>();

        private Run(Kind kind, Consumer<Long[]> another) {
            this.kind = kind;
            this.another = another;
            for (Row row : database.run("select id, modified from set_aside where kind = $1", Tuple.of(kind.text()))) {
                known.put(row.getLong("id"), Database.instant(row, "modified"));
            }
        }

        public boolean holds(long id) {
            return known.containsKey(id);
        }

        /** Whether it is set aside and was not modified since. */
        public boolean holds(long id, @Nullable Instant modified) {
            return holds(id) && Objects.equals(known.get(id), modified);
        }

        /** Whether all failures so far are written down. */
        public boolean isSettled() {
            return doubtful.isEmpty();
        }

        /**
         * Does what one record needs; empty where Figshare cannot give the record.
         *
         * @param modified as Figshare lists it
         */
        public <T> Optional<T> attempt(long id, @Nullable Instant modified, Supplier<T> work) {
            try {
                T done = work.get();
                settle();
                if (holds(id)) {
                    forget(id);
                }
                return Optional.of(done);
            } catch (FigshareFailure failed) {
                if (!failed.mayBeOfOneRecord()) {
                    throw failed;
                }
                doubt(new Failed(id, modified, failed.kind().text()));
                return Optional.empty();
            } catch (Problem | CancellationException notOfTheRecord) {
                throw notOfTheRecord;
            } catch (RuntimeException defect) {
                Log.errorf(defect, "What Figshare gives cannot be kept: %s %d", kind.text(), id);
                doubt(new Failed(id, modified, "defect"));
                return Optional.empty();
            }
        }

        private void doubt(Failed failed) {
            doubtful.add(failed);
            if (doubtful.size() == DOUBTFUL) {
                requireAnother();
                settle();
            }
        }

        /** Writes down the failures since the last record that Figshare gave: they were not Figshare's. */
        public void settle() {
            for (Failed one : doubtful) {
                add(kind, one.id(), one.modified(), one.failure());
                known.put(one.id(), one.modified());
            }
            doubtful.clear();
        }

        /** Tries those that are due, for a while. */
        public void tryDue(LongConsumer work) {
            long end = System.nanoTime() + TRYING.toNanos();
            for (Row row : database.run(
                    "select id, modified from set_aside where kind = $1 and due <= clock_timestamp() order by due",
                    Tuple.of(kind.text()))) {
                if (System.nanoTime() > end) {
                    break;
                }
                long id = row.getLong("id");
                attempt(id, Database.instant(row, "modified"), () -> {
                    work.accept(id);
                    return id;
                });
            }
            settle();
        }

        /** Forgets those that there is no reason to try again. */
        public void retain(Set<Long> ids) {
            known.keySet().stream().filter(id -> !ids.contains(id)).toList().forEach(this::forget);
        }

        private void forget(long id) {
            remove(kind, id);
            known.remove(id);
        }

        /** Stops the run unless Figshare gives another record, or says that it has gone. */
        private void requireAnother() {
            try {
                another.accept(doubtful.stream().map(Failed::id).toArray(Long[]::new));
            } catch (Problem failed) {
                if (failed.type().status() != 404) {
                    throw failed;
                }
            }
        }
    }
}
