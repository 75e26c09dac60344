package io.campusfigshare.catalogue.item;

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
 * A part of one of Figshare's lists, in ascending order of a moment.
 *
 * @param full   whether it holds as many as were asked for, so that there may be more
 * @param cursor where it ended, if Figshare said so
 */
public record ModifiedPage(
        List<Entry> entries, boolean full, @Nullable String cursor) {

    /**
     * One entry.
     *
     * @param at the moment that the list is ordered by; null where Figshare tells none
     */
    public record Entry(long id, @Nullable Instant at) {}

    /** Asks for a part: what comes after {@code since}, from a page on, counted from 1, or from a cursor on. */
    public interface Source {
        ModifiedPage part(@Nullable Instant since, int page, @Nullable String cursor);
    }

    /** What Figshare has answered to the question for so many, with what it says of the moment. */
    public static ModifiedPage of(
            RestResponse<List<Article>> answer, int asked, Function<Article, @Nullable String> moment) {
        List<Article> listed = answer.getEntity();
        return new ModifiedPage(
                listed.stream()
                        .filter(article -> article != null && article.id() != null)
                        .map(article ->
                                new Entry(Objects.requireNonNull(article.id()), Dates.utc(moment.apply(article))))
                        .toList(),
                listed.size() >= asked,
                answer.getHeaderString("X-Cursor"));
    }

    /**
     * Every entry once, in order: by cursor, by page, or anew from the last one, whatever Figshare takes (FACTS 3.1). A
     * list that moves while it is read may show an entry twice.
     */
    public static void each(Source source, @Nullable Instant since, Consumer<Entry> work) {
        Set<Long> seen = new HashSet<>();
        Instant from = since;
        Instant last = since;
        int page = 1;
        String cursor = null;
        while (true) {
            ModifiedPage part;
            try {
                part = source.part(from, page, cursor);
            } catch (FigshareFailure refused) {
                Instant again = last == null ? null : last.minusSeconds(1);
                boolean further = again != null && (from == null || again.isAfter(from));
                if (refused.kind() != FigshareFailure.Kind.INVALID || !further) {
                    throw refused;
                }
                from = again;
                page = 1;
                cursor = null;
                continue;
            }
            for (Entry entry : part.entries()) {
                if (seen.add(entry.id())) {
                    work.accept(entry);
                }
                last = entry.at() == null ? last : entry.at();
            }
            if (!part.full()) {
                return;
            }
            page++;
            cursor = part.cursor();
        }
    }
}
