package io.campusfigshare.catalogue.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.search.ChangeLog;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The change log during concurrent writes. */
@QuarkusTest
class ChangeOrderTest extends InstitutionTest {

    /** Fewer than there are connections, so that the reader has one. */
    private static final int WRITERS = 8;

    @Inject
    CatalogueWriter writer;

    @Inject
    ChangeLog log;

    @Inject
    Pool database;

    private long cursor;

    @Test
    void aReaderMissesNoChangeDuringConcurrentWrites() {
        List<Long> ids = LongStream.range(50_000_000, 50_000_300).boxed().toList();
        List<Long> followed = new ArrayList<>();

        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            ids.forEach(id -> writers.execute(() -> writer.store(item(id), List.of(1))));
            await("all of them")
                    .atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        for (ChangeLog.Change change :
                                log.after(cursor, 7).await().indefinitely()) {
                            assertThat(change.cursor()).isGreaterThan(cursor);
                            cursor = change.cursor();
                            if (ids.contains(change.item())) {
                                followed.add(change.item());
                            }
                        }
                        return followed.size() >= ids.size();
                    });
        }

        assertThat(followed).containsExactlyInAnyOrderElementsOf(ids);
        ids.forEach(writer::withdraw);
    }

    @Test
    void anUnchangedItemIsNoChange() {
        assertThat(writer.store(item(60_000_000), List.of(1))).isTrue();
        assertThat(writer.store(item(60_000_000), List.of(1))).isFalse();
        assertThat(writer.store(item(60_000_000), List.of(1, 2))).isTrue();
        assertThat(writer.withdraw(60_000_000)).isTrue();
        assertThat(writer.withdraw(60_000_000)).isFalse();
    }

    @Test
    void theTallyEqualsTheCount() {
        writer.store(item(61_000_000, 4202L), List.of(1));
        writer.store(item(61_000_001, 4202L), List.of(1));
        writer.store(item(61_000_002, null), List.of(1));
        writer.store(item(61_000_000, 4203L), List.of(1));
        writer.withdraw(61_000_001);
        writer.store(item(61_000_001, 4204L), List.of(1));
        writer.withdraw(61_000_002);

        // The sync at the start may be at work: both are read in one question.
        long wrong = database.query("select count(*) as n from tally full join (select coalesce(department, 0) as d,"
                        + " count(*) as c from item where withdrawn is null group by 1) counted on d = department"
                        + " where coalesce(n, 0) <> coalesce(c, 0)")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("n");
        assertThat(wrong).isZero();
    }

    private static Item item(long id) {
        return item(id, null);
    }

    private static Item item(long id, @Nullable Long department) {
        return new Item(
                id,
                "http://localhost/v1/items/" + id,
                "Item " + id,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                department == null ? null : new Item.Department(department, null, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
