package io.campusfigshare.deposit;

import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Depositor;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.Depositors;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.DepositWorkflow;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds depositors and deposits for a caller. Each method fails with 403 if the token does not permit the access, with
 * 404 if there is no such deposit, and, unless it says otherwise, with 410 if the deposit has been deleted.
 */
@Singleton
class DepositAccess {

    private static final ProblemType NOT_READY =
            new ProblemType("deposit-not-ready", 409, "The state of the deposit does not permit this");

    private static final Duration RETRY_AFTER_IN_PROGRESS = Duration.ofSeconds(2);

    private final DepositStore store;
    private final Depositors depositors;

    DepositAccess(DepositStore store, Depositors depositors) {
        this.store = store;
        this.depositors = depositors;
    }

    /** Returns the person, for whom the caller may act. */
    Depositor depositorToActFor(Caller caller, String name) {
        Depositor depositor = depositor(caller, name);
        caller.mustActFor(depositor);
        return depositor;
    }

    /** Returns the person, whose deposits the caller may read. */
    Depositor depositorToRead(Caller caller, String name) {
        Depositor depositor = depositor(caller, name);
        caller.mustRead(depositor);
        return depositor;
    }

    /** Returns the deposit, for any change. */
    StoredDeposit toChange(Caller caller, UUID id) {
        return requireNotDeleted(toDelete(caller, id));
    }

    /** Returns the deposit, for any change, even if it has been deleted. */
    StoredDeposit toDelete(Caller caller, UUID id) {
        StoredDeposit deposit = require(id);
        return requireSameAccount(depositorToActFor(caller, deposit.context().campusId()), deposit);
    }

    StoredDeposit toRead(Caller caller, UUID id) {
        return requireNotDeleted(toReadEvents(caller, id));
    }

    /** Returns the deposit, even if it has been deleted. */
    StoredDeposit toReadEvents(Caller caller, UUID id) {
        StoredDeposit deposit = require(id);
        return requireSameAccount(depositorToRead(caller, deposit.context().campusId()), deposit);
    }

    /** Returns the deposit without a check of access. */
    StoredDeposit require(UUID id) {
        return store.find(id).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no deposit " + id + "."));
    }

    /** Leases the deposit if its state is one of {@code allowed}; fails with 409 otherwise. */
    DepositLease lease(StoredDeposit deposit, DepositState... allowed) {
        DepositLease lease = store.lease(deposit.id());
        DepositState state = lease.deposit().state();
        if (!List.of(allowed).contains(state)) {
            lease.close();
            throw notReady(state);
        }
        return lease;
    }

    static Problem notReady(DepositState state) {
        return new Problem(
                NOT_READY,
                "Its state is " + state.text() + ".",
                state.isInProgress() || state == DepositState.UPLOADING ? RETRY_AFTER_IN_PROGRESS : null,
                null);
    }

    /**
     * Finds a person by campus id, ORCID iD or address. A caller who has the role for themself alone learns nothing
     * about other people: neither whether they exist nor, by the time the answer takes, whether Figshare was called.
     */
    private Depositor depositor(Caller caller, String name) {
        if (caller.maySee(name)) {
            try {
                return depositors.find(name);
            } catch (Problem refused) {
                throw isProgramWithoutAccount(caller, name, refused)
                        ? new Problem(
                                refused.type(),
                                "depositor: is missing, and the caller, " + name + ", has no account in Figshare."
                                        + " Send a campus id, an ORCID iD or an address as depositor.")
                        : refused;
            }
        }
        return Optional.ofNullable(caller.campusId())
                .flatMap(own -> depositors.withCampusId(own, name))
                .orElseThrow(Caller::refused);
    }

    /**
     * Whether the request names no depositor and the caller is a program: one that may act for others and has no
     * account.
     */
    private static boolean isProgramWithoutAccount(Caller caller, String name, Problem refused) {
        return refused.type().equals(Depositors.UNKNOWN)
                && name.equals(caller.campusId())
                && !caller.isLimitedToThemself();
    }

    private static StoredDeposit requireNotDeleted(StoredDeposit deposit) {
        if (deposit.state() == DepositState.DELETED) {
            throw new Problem(DepositWorkflow.GONE, "Its events are at /v1/deposits/" + deposit.id() + "/events.");
        }
        return deposit;
    }

    /** A campus id may be given to another person later. The deposit belongs to the account that it was made for. */
    private static StoredDeposit requireSameAccount(Depositor depositor, StoredDeposit deposit) {
        if (depositor.account() != deposit.context().account()) {
            throw new Problem(AccountApi.NOT_THEIRS, "The deposit belongs to a former owner of this campus id.");
        }
        return deposit;
    }
}
