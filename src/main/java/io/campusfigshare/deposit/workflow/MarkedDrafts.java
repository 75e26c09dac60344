package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** The drafts at Figshare that bear a {@link Marker}, and that no deposit is known to have. */
@Singleton
class MarkedDrafts {

    private static final int PAGE = 100;

    /** Of whom asks for no size (FACTS 3). */
    private static final int LEAST_PAGE = 10;

    /** Between the two dates of a draft that nobody has touched. */
    private static final Duration TO_MAKE_ONE = Duration.ofSeconds(5);

    /** More than Figshare lists of anything (FACTS 3). */
    private static final int MOST_PAGES = 100;

    /** How much Figshare's clock may differ from PostgreSQL's: what was made that long before is not ours. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    private final AccountApi figshare;
    private final DepositStore store;

    MarkedDrafts(AccountApi figshare, DepositStore store) {
        this.figshare = figshare;
        this.store = store;
    }

    /**
     * A draft with a marker.
     *
     * @param item    Figshare's number of it
     * @param deposit whom its marker names
     * @param owner   the account that has it; -1 where Figshare does not tell
     * @param title   as Figshare writes it
     * @param workedOn whether somebody has worked on it since it was made
     */
    record Marked(long item, UUID deposit, long owner, String title, boolean workedOn) {

        static Optional<Marked> of(ObjectNode record) {
            return Marker.deposit(record)
                    .map(deposit -> new Marked(
                            record.path("id").asLong(),
                            deposit,
                            record.path("account_id").asLong(-1),
                            record.path("title").asText(""),
                            isTouched(record)));
        }
    }

    /** Who looks. */
    interface Look {

        /** Runs after each call, of which there may be many. */
        void progressed();

        /** A draft that is listed is not there, or not shown yet. */
        default void absent() {}

        /** Figshare does not show a draft that it lists: fails, unless this one may be left out. */
        void unreadable(long item, FigshareFailure why);
    }

    /** Those of the account that were made since. */
    List<Marked> inAccount(ImpersonationContext context, Instant since, Look look) {
        return marked(since, look, page -> figshare.articles(context, page, PAGE), item -> theirs(context, item));
    }

    /** Those that the administrator has: there they come when Figshare ignores whom a create is for. */
    List<Marked> ofAdministrator(ImpersonationContext context, Instant since, Look look) {
        return marked(
                since,
                look,
                page -> figshare.strays(context, page, PAGE),
                item -> Optional.ofNullable(figshare.own(context, item)));
    }

    private Optional<ObjectNode> theirs(ImpersonationContext context, long item) {
        try {
            return Optional.of(figshare.article(context, item));
        } catch (Problem absent) {
            if (AccountApi.isAbsent(absent)) {
                return Optional.empty();
            }
            throw absent;
        }
    }

    /** A list tells no keywords (FACTS 1.2): what is new in it is read one by one. */
    private List<Marked> marked(
            Instant since, Look look, IntFunction<List<ObjectNode>> pages, LongFunction<Optional<ObjectNode>> records) {
        List<Marked> marked = new ArrayList<>();
        List<Long> recent = recent(since, look, pages);
        Set<Long> known = store.answered(recent);
        for (long item : recent) {
            if (known.contains(item)) {
                continue;
            }
            try {
                Optional<ObjectNode> record = records.apply(item);
                if (record.isEmpty()) {
                    look.absent();
                }
                record.flatMap(Marked::of).ifPresent(marked::add);
            } catch (FigshareFailure unreadable) {
                look.unreadable(item, unreadable);
            }
            look.progressed();
        }
        return marked;
    }

    private static boolean isTouched(ObjectNode record) {
        Instant created = Dates.utc(record.path("created_date").asText(""));
        Instant modified = Dates.utc(record.path("modified_date").asText(""));
        return Publication.isPublic(record)
                || !record.path("files").isEmpty()
                || (created != null && modified != null && modified.isAfter(created.plus(TO_MAKE_ONE)));
    }

    /** A page that is shorter than asked for need not be the last one; one that tells nothing new is, or less than any page has. */
    private static List<Long> recent(Instant since, Look look, IntFunction<List<ObjectNode>> pages) {
        Set<Long> told = new HashSet<>();
        List<Long> recent = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES; page++) {
            List<ObjectNode> records;
            try {
                records = pages.apply(page);
            } catch (FigshareFailure end) {
                // How deep a list may be read is not certain (FACTS 3).
                if (page == 1 || end.kind() != FigshareFailure.Kind.INVALID) {
                    throw end;
                }
                return recent;
            }
            look.progressed();
            int before = told.size();
            for (ObjectNode record : records) {
                long item = record.path("id").asLong();
                if (item > 0 && told.add(item)) {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    if (created == null || created.isAfter(since.minus(CLOCKS))) {
                        recent.add(item);
                    }
                }
            }
            more = told.size() > before && records.size() >= LEAST_PAGE;
        }
        return recent;
    }
}
