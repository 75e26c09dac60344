package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.workflow.MarkedDrafts.Marked;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the draft of a deposit at Figshare: by its marker, or by its title if {@link MarkerCheck#usesTitles}. Drafts
 * that appear after the search are found by {@link LateDrafts}.
 */
@Singleton
class DraftSearch {

    private final AccountApi accounts;
    private final MarkedDrafts markedDrafts;
    private final TitledDrafts titledDrafts;
    private final MarkerCheck markerCheck;
    private final StoredJson json;

    DraftSearch(
            AccountApi accounts,
            MarkedDrafts markedDrafts,
            TitledDrafts titledDrafts,
            MarkerCheck markerCheck,
            StoredJson json) {
        this.accounts = accounts;
        this.markedDrafts = markedDrafts;
        this.titledDrafts = titledDrafts;
        this.markerCheck = markerCheck;
        this.json = json;
    }

    /** Returns the draft in the person's account. Fails if a draft cannot be read, because it may be the deposit's. */
    Optional<Long> inAccount(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var search = new MarkedDrafts.Search() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure failure) {
                throw failure;
            }
        };
        Optional<Long> found = MarkedDrafts.of(lease.deposit().id(), markedDrafts.inAccount(context, since, search))
                .map(Marked::item);
        return found.isEmpty() && markerCheck.usesTitles()
                ? titledDrafts.find(context, json.draftBody(lease.deposit()), since)
                : found;
    }

    /**
     * Returns the draft in the administrator's account, where Figshare creates it if it ignores {@code impersonate}.
     * Skips a draft that cannot be read: {@link LateDrafts} reads it again.
     */
    Optional<Long> ofAdministrator(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var search = new MarkedDrafts.Search() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure failure) {
                if (!failure.mayConcernOneRecord()) {
                    throw failure;
                }
            }
        };
        return MarkedDrafts.of(lease.deposit().id(), markedDrafts.ofAdministrator(context, since, search))
                .filter(draft -> draft.owner() != context.account())
                .map(Marked::item);
    }

    /**
     * Reads a record as its owner. Returns empty if the record is absent, belongs to somebody else or is forbidden: it
     * is not certain which of these Figshare answers for a record of another account.
     */
    Optional<ObjectNode> readAsOwner(ImpersonationContext context, long item) {
        try {
            return Optional.of(accounts.article(context, item));
        } catch (Problem failure) {
            if (!AccountApi.isAbsent(failure) && !isRefused(failure)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static boolean isRefused(Problem problem) {
        return problem instanceof FigshareFailure failure && failure.kind() == FigshareFailure.Kind.REFUSED;
    }

    static boolean hasMarkerOf(UUID deposit, ObjectNode record) {
        return Marker.deposit(record).filter(deposit::equals).isPresent();
    }
}
