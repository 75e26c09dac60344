package io.campusfigshare.catalogue.article;

import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A page of one of Figshare's lists, in ascending order of a date.
 *
 * @param full   whether it has as many entries as requested, so that there may be more
 * @param cursor the cursor of the next page; null if Figshare sent none
 */
public record ModifiedPage(
        List<Entry> entries, boolean full, @Nullable String cursor) {

    /**
     * An entry.
     *
     * @param at the date by which the list is sorted; null if Figshare sent none
     */
    public record Entry(long id, @Nullable Instant at) {}

    /** Reads a page of the entries after {@code since}: by page number, from 1, or by cursor. */
    public interface Source {
        ModifiedPage read(@Nullable Instant since, int page, @Nullable String cursor);
    }

    /** Converts a response to a request for {@code requested} entries; {@code date} returns the date of an entry. */
    public static ModifiedPage of(
            RestResponse<List<Article>> answer, int requested, Function<Article, @Nullable String> date) {
        List<Article> listed = answer.getEntity();
        return new ModifiedPage(
                listed.stream()
                        .filter(article -> article != null && article.id() != null)
                        .map(article -> new Entry(Objects.requireNonNull(article.id()), Dates.utc(date.apply(article))))
                        .toList(),
                listed.size() >= requested,
                answer.getHeaderString("X-Cursor"));
    }

    /**
     * Processes every entry once, in order. Reads by cursor or by page, and starts again from the date of the last
     * entry if Figshare refuses to list further (FACTS 3.1). A list that changes while it is read may contain an entry
     * twice.
     */
    public static void each(Source source, @Nullable Instant since, Consumer<Entry> work) {
        Set<Long> seen = new HashSet<>();
        Instant from = since;
        Instant last = since;
        int page = 1;
        String cursor = null;
        while (true) {
            ModifiedPage current;
            try {
                current = source.read(from, page, cursor);
            } catch (FigshareFailure refused) {
                Instant restart = last == null ? null : last.minusSeconds(1);
                boolean progress = restart != null && (from == null || restart.isAfter(from));
                if (refused.kind() != FigshareFailure.Kind.INVALID || !progress) {
                    throw refused;
                }
                from = restart;
                page = 1;
                cursor = null;
                continue;
            }
            for (Entry entry : current.entries()) {
                if (seen.add(entry.id())) {
                    work.accept(entry);
                }
                last = entry.at() == null ? last : entry.at();
            }
            if (!current.full()) {
                return;
            }
            page++;
            cursor = current.cursor();
        }
    }
}
