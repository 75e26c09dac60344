package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.RecordDeletion;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.DepositWorkflow;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the Figshare records of deposits, as their owner sees them. */
@Singleton
class DepositRecords {

    private final DepositAccess access;
    private final AccountApi accounts;
    private final RecordDeletion deletion;

    DepositRecords(DepositAccess access, AccountApi accounts, RecordDeletion deletion) {
        this.access = access;
        this.accounts = accounts;
        this.deletion = deletion;
    }

    /** Returns the record; empty if it was deleted, by a call whose answer was lost or by hand. */
    Optional<ObjectNode> find(ImpersonationContext context, long item) {
        try {
            return Optional.of(accounts.article(context, item));
        } catch (FigshareFailure absent) {
            if (absent.kind() != FigshareFailure.Kind.NOT_FOUND || !deletion.isGone(context, item)) {
                throw absent;
            }
            return Optional.empty();
        }
    }

    /** Returns the record; fails with 410 if it was deleted. */
    ObjectNode require(ImpersonationContext context, long item) {
        return find(context, item)
                .orElseThrow(() -> new Problem(
                        DepositWorkflow.GONE, "Its record is no longer in Figshare. Delete the deposit to close it."));
    }

    /** Calls {@code work} with the number of the record, after a read has shown that the record exists. */
    <T> T withRecord(
            Caller caller, @Nullable String requestId, UUID id, BiFunction<ImpersonationContext, Long, T> work) {
        StoredDeposit deposit = withItem(caller, id);
        ImpersonationContext context = deposit.context().by(caller, requestId);
        require(context, deposit.requireItem());
        return work.apply(context, deposit.requireItem());
    }

    /** Calls {@code work}, which makes one call that fails with 404 if the record does not exist. */
    <T> T read(Caller caller, @Nullable String requestId, UUID id, BiFunction<ImpersonationContext, Long, T> work) {
        StoredDeposit deposit = withItem(caller, id);
        ImpersonationContext context = deposit.context().by(caller, requestId);
        try {
            return work.apply(context, deposit.requireItem());
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                require(context, deposit.requireItem());
            }
            throw absent;
        }
    }

    private StoredDeposit withItem(Caller caller, UUID id) {
        StoredDeposit deposit = access.toChange(caller, id);
        if (deposit.item() == null) {
            throw DepositAccess.notReady(deposit.state());
        }
        return deposit;
    }
}
