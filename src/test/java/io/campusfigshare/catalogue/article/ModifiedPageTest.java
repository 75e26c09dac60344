package io.campusfigshare.catalogue.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.catalogue.article.ModifiedPage.Entry;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareFailure;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads a list of thousands, 1,000 at a time, with the ways in which Figshare may refuse to list further. */
class ModifiedPageTest {

    private static final int AT_ONCE = 1_000;

    private final List<Entry> all = new ArrayList<>(LongStream.range(0, 12_345)
            .mapToObj(n -> new Entry(n, Instant.EPOCH.plusSeconds(n / 3)))
            .toList());
    private final List<String> asked = new ArrayList<>();
    private boolean cursors = true;
    private int lastPage = 9;
    private int cursorsExpireAfter = 1_000;

    @Test
    void aListIsReadByCursor() {
        assertThat(followed()).isEqualTo(ids());
        assertThat(asked).hasSize(13).allMatch(question -> question.startsWith("null"));
    }

    @Test
    void withoutCursorsAListIsReadByPageAndThenFromTheLastEntry() {
        cursors = false;

        assertThat(followed()).isEqualTo(ids());
        assertThat(asked).contains("null page 9", "null page 10", "1970-01-01T00:49:58Z page 1");
    }

    @Test
    void afterAnExpiredCursorAListIsReadFromTheLastEntry() {
        cursorsExpireAfter = 4;

        assertThat(followed()).isEqualTo(ids());
        assertThat(asked).contains("null cursor 4999", "1970-01-01T00:27:45Z page 1");
    }

    @Test
    void entriesOfAChangingListAreProcessedOnce() {
        cursors = false;
        lastPage = 100;
        var seen = new ArrayList<Long>();

        ModifiedPage.each(this::part, null, entry -> {
            seen.add(entry.id());
            if (entry.id() == 1_500) {
                // Modified during the read: the entry moves to the end of the list.
                all.add(new Entry(all.remove(700).id(), Instant.EPOCH.plusSeconds(99_999)));
                all.add(0, new Entry(77_777, Instant.EPOCH));
            }
        });

        assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(12_345);
    }

    @Test
    void aPermanentRefusalIsAFailure() {
        lastPage = 0;

        assertThatThrownBy(this::followed)
                .isInstanceOfSatisfying(
                        FigshareFailure.class, f -> assertThat(f.kind()).isEqualTo(FigshareFailure.Kind.INVALID));
        assertThat(asked).hasSize(1);
    }

    private List<Long> followed() {
        var seen = new ArrayList<Long>();
        ModifiedPage.each(this::part, null, entry -> seen.add(entry.id()));
        return seen;
    }

    private List<Long> ids() {
        return all.stream().map(Entry::id).toList();
    }

    private ModifiedPage part(@Nullable Instant since, int page, @Nullable String cursor) {
        asked.add(since + (cursor == null ? " page " + page : " cursor " + cursor));
        if (cursor == null ? page > lastPage : asked.size() > cursorsExpireAfter + 1 && since == null) {
            throw new FigshareAnswers()
                    .toThrowable(Response.status(422)
                            .entity("{\"code\":\"PageLimitExceededException\"}")
                            .build());
        }
        List<Entry> found = all.stream()
                .filter(entry -> since == null || entry.at().isAfter(since))
                .toList();
        int from = cursor == null ? (page - 1) * AT_ONCE : Integer.parseInt(cursor) + 1;
        List<Entry> part = found.subList(Math.min(from, found.size()), Math.min(from + AT_ONCE, found.size()));
        return new ModifiedPage(
                part, part.size() == AT_ONCE, cursors ? Integer.toString(from + part.size() - 1) : null);
    }
}
