package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.workflow.MarkedDrafts.Marked;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the draft of a deposit at Figshare: by its marker, or by its title where {@link MarkerCheck#usesTitles}. Drafts that appear
 * after the search are found by {@link LateDrafts}.
 */
@Singleton
class DraftSearch {

    private final AccountApi figshare;
    private final MarkedDrafts markedDrafts;
    private final TitledDrafts titledDrafts;
    private final MarkerCheck markerCheck;
    private final StoredJson json;

    DraftSearch(
            AccountApi figshare,
            MarkedDrafts markedDrafts,
            TitledDrafts titledDrafts,
            MarkerCheck markerCheck,
            StoredJson json) {
        this.figshare = figshare;
        this.markedDrafts = markedDrafts;
        this.titledDrafts = titledDrafts;
        this.markerCheck = markerCheck;
        this.json = json;
    }

    /** Returns the draft in the person's account. Fails if a draft cannot be read, because it may be the one. */
    Optional<Long> inAccount(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var look = new MarkedDrafts.Look() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure why) {
                throw why;
            }
        };
        Optional<Long> found =
                ofDeposit(lease, markedDrafts.inAccount(context, since, look)).map(Marked::item);
        return found.isEmpty() && markerCheck.usesTitles()
                ? titledDrafts.find(context, json.draftBody(lease.deposit()), since)
                : found;
    }

    /**
     * Returns the draft in the administrator's account, where Figshare makes it when it ignores {@code impersonate}. Leaves out a draft
     * that cannot be read: {@link LateDrafts} reads it again.
     */
    Optional<Long> ofAdministrator(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var look = new MarkedDrafts.Look() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure why) {
                if (!why.mayBeOfOneRecord()) {
                    throw why;
                }
            }
        };
        return ofDeposit(lease, markedDrafts.ofAdministrator(context, since, look))
                .filter(draft -> draft.owner() != context.account())
                .map(Marked::item);
    }

    private static Optional<Marked> ofDeposit(DepositLease lease, List<Marked> drafts) {
        return drafts.stream()
                .filter(draft -> draft.deposit().equals(lease.deposit().id()))
                .findFirst();
    }

    /**
     * Reads a record as its owner. Returns empty if Figshare says that it is absent, somebody else's or forbidden: Figshare does not document
     * which of these it answers for another's record.
     */
    Optional<ObjectNode> record(ImpersonationContext context, long item) {
        try {
            return Optional.of(figshare.article(context, item));
        } catch (Problem absent) {
            if (!AccountApi.isAbsent(absent) && !isRefused(absent)) {
                throw absent;
            }
            return Optional.empty();
        }
    }

    private static boolean isRefused(Problem problem) {
        return problem instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.REFUSED;
    }

    static boolean hasMarkerOf(UUID deposit, ObjectNode record) {
        return Marker.deposit(record).filter(deposit::equals).isPresent();
    }
}
