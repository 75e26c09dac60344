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

/** Lists the drafts at Figshare that have a {@link Marker} and belong to no known record of a deposit. */
@Singleton
class MarkedDrafts {

    private static final int PAGE_SIZE = 100;

    /** The default page size of Figshare (FACTS 3): a shorter page is the last one. */
    private static final int MIN_PAGE = 10;

    /** The longest time between the creation date and the modification date of a draft that nobody has edited. */
    private static final Duration MAX_CREATION_TIME = Duration.ofSeconds(5);

    /** More than Figshare lists of anything (FACTS 3). */
    private static final int MAX_PAGES = 100;

    /** The largest difference between Figshare's clock and PostgreSQL's. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final AccountApi figshare;
    private final DepositStore store;

    MarkedDrafts(AccountApi figshare, DepositStore store) {
        this.figshare = figshare;
        this.store = store;
    }

    /**
     * A draft with a marker.
     *
     * @param item    Figshare's number of the draft
     * @param deposit the deposit that the marker names
     * @param owner   the account of its owner; -1 if Figshare does not tell
     * @param title   as Figshare has it
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

    /** Is told of the progress of a search. */
    interface Look {

        /** Runs after each call of Figshare. */
        void progressed();

        /** A listed draft was not found. Figshare may show it later. */
        default void absent() {}

        /** A listed draft could not be read. Fails unless the search may leave it out. */
        void unreadable(long item, FigshareFailure why);
    }

    /** Returns the drafts in the person's account that were created since. */
    List<Marked> inAccount(ImpersonationContext context, Instant since, Look look) {
        return marked(since, look, page -> figshare.articles(context, page, PAGE_SIZE), item -> theirs(context, item));
    }

    /** Returns the drafts in the administrator's account, where Figshare makes them when it ignores {@code impersonate}. */
    List<Marked> ofAdministrator(ImpersonationContext context, Instant since, Look look) {
        return marked(
                since,
                look,
                page -> figshare.strays(context, page, PAGE_SIZE),
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

    /** Reads each recent record, because lists have no keywords (FACTS 1.2). */
    private List<Marked> marked(
            Instant since, Look look, IntFunction<List<ObjectNode>> pages, LongFunction<Optional<ObjectNode>> records) {
        List<Marked> marked = new ArrayList<>();
        List<Long> recent = recent(since, look, pages);
        Set<Long> known = store.itemsOfDeposits(recent);
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
                || (created != null && modified != null && modified.isAfter(created.plus(MAX_CREATION_TIME)));
    }

    /**
     * Returns the numbers of recent records. A page that is shorter than requested need not be the last one. A page without new records is,
     * and so is one below Figshare's default size.
     */
    private static List<Long> recent(Instant since, Look look, IntFunction<List<ObjectNode>> pages) {
        Set<Long> told = new HashSet<>();
        List<Long> recent = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MAX_PAGES; page++) {
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
                    if (created == null || created.isAfter(since.minus(CLOCK_SKEW))) {
                        recent.add(item);
                    }
                }
            }
            more = told.size() > before && records.size() >= MIN_PAGE;
        }
        return recent;
    }
}
