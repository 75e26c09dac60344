package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.AdministratorRecords;
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

/** Lists Figshare's drafts that have a {@link Marker} and do not belong to a deposit yet. */
@Singleton
class MarkedDrafts {

    private static final int PAGE_SIZE = 100;

    /** Figshare's default page size (FACTS 3). */
    private static final int MIN_PAGE_SIZE = 10;

    /** The largest difference between the created and the modified date of a draft that nobody has edited. */
    private static final Duration CREATION_TIME = Duration.ofSeconds(5);

    /** Above the number of pages that Figshare returns of any list (FACTS 3). */
    private static final int MAX_PAGES = 100;

    /**
     * The largest assumed difference of Figshare's and PostgreSQL's clocks. Older records cannot be the draft of a
     * create.
     */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofDays(1);

    private final AccountApi accounts;
    private final AdministratorRecords administrator;
    private final DepositStore store;

    MarkedDrafts(AccountApi accounts, AdministratorRecords administrator, DepositStore store) {
        this.accounts = accounts;
        this.administrator = administrator;
        this.store = store;
    }

    /**
     * A draft with a marker.
     *
     * @param item    Figshare's number of the draft
     * @param deposit the deposit that the marker names
     * @param owner   Figshare's number of the owner's account; -1 if Figshare does not return it
     * @param title   as Figshare returns it
     * @param edited  whether it was edited since its creation
     */
    record Marked(long item, UUID deposit, long owner, String title, boolean edited) {

        static Optional<Marked> of(ObjectNode record) {
            return Marker.deposit(record)
                    .map(deposit -> new Marked(
                            record.path("id").asLong(),
                            deposit,
                            record.path("account_id").asLong(-1),
                            record.path("title").asText(""),
                            isEdited(record)));
        }
    }

    /** Receives the events of a search. */
    interface Search {

        /** Runs after each call. A search may take many calls. */
        void progressed();

        /** Runs for a listed draft that does not exist or is not visible yet. */
        default void absent() {}

        /**
         * Runs for a listed draft that Figshare fails to return. Throws the failure unless the search may skip this
         * draft.
         */
        void unreadable(long item, FigshareFailure failure);
    }

    /** Returns the first of the drafts whose marker names the deposit. */
    static Optional<Marked> of(UUID deposit, List<Marked> drafts) {
        return drafts.stream().filter(draft -> draft.deposit().equals(deposit)).findFirst();
    }

    /** Lists the marked drafts of the depositor's account that were created after the given moment. */
    List<Marked> inAccount(ImpersonationContext context, Instant since, Search search) {
        return readMarked(
                since, search, page -> accounts.articles(context, page, PAGE_SIZE), item -> findRecord(context, item));
    }

    /** Lists those of the administrator's account, where Figshare creates a draft if it ignores the impersonation. */
    List<Marked> ofAdministrator(ImpersonationContext context, Instant since, Search search) {
        return readMarked(
                since,
                search,
                page -> administrator.list(context, page, PAGE_SIZE),
                item -> Optional.ofNullable(administrator.find(context, item)));
    }

    private Optional<ObjectNode> findRecord(ImpersonationContext context, long item) {
        try {
            return Optional.of(accounts.article(context, item));
        } catch (Problem failure) {
            if (AccountApi.isAbsent(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Reads each recent record, since a list contains no keywords (FACTS 1.2). */
    private List<Marked> readMarked(
            Instant since,
            Search search,
            IntFunction<List<ObjectNode>> pages,
            LongFunction<Optional<ObjectNode>> records) {
        List<Marked> marked = new ArrayList<>();
        List<Long> recent = listRecent(since, search, pages);
        Set<Long> alreadyFound = store.itemsOfDeposits(recent);
        for (long item : recent) {
            if (alreadyFound.contains(item)) {
                continue;
            }
            try {
                Optional<ObjectNode> record = records.apply(item);
                if (record.isEmpty()) {
                    search.absent();
                }
                record.flatMap(Marked::of).ifPresent(marked::add);
            } catch (FigshareFailure unreadable) {
                search.unreadable(item, unreadable);
            }
            search.progressed();
        }
        return marked;
    }

    private static boolean isEdited(ObjectNode record) {
        Instant created = Dates.utc(record.path("created_date").asText(""));
        Instant modified = Dates.utc(record.path("modified_date").asText(""));
        return Publication.isPublic(record)
                || !record.path("files").isEmpty()
                || (created != null && modified != null && modified.isAfter(created.plus(CREATION_TIME)));
    }

    /**
     * Lists the records that were created after the given moment. A page may be shorter than the requested size without
     * being the last one. The last page has no new record or is shorter than Figshare's smallest page.
     */
    private static List<Long> listRecent(Instant since, Search search, IntFunction<List<ObjectNode>> pages) {
        Set<Long> seen = new HashSet<>();
        List<Long> recent = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MAX_PAGES; page++) {
            List<ObjectNode> records;
            try {
                records = pages.apply(page);
            } catch (FigshareFailure failure) {
                // Figshare may refuse a high page number (FACTS 3 leaves the limit open).
                if (page == 1 || failure.kind() != FigshareFailure.Kind.INVALID) {
                    throw failure;
                }
                return recent;
            }
            search.progressed();
            int before = seen.size();
            for (ObjectNode record : records) {
                long item = record.path("id").asLong();
                if (item > 0 && seen.add(item)) {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    if (created == null || created.isAfter(since.minus(MAX_CLOCK_SKEW))) {
                        recent.add(item);
                    }
                }
            }
            more = seen.size() > before && records.size() >= MIN_PAGE_SIZE;
        }
        return recent;
    }
}
