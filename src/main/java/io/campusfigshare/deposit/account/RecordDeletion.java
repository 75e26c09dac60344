package io.campusfigshare.deposit.account;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Deletes records at Figshare and verifies that they are gone: Figshare may ignore {@code impersonate}, and then
 * answers 404 for a record that exists (FACTS section 2). The methods block and leave audit entries.
 */
@Singleton
public class RecordDeletion {

    static final String DELETE_OWN = "delete own";
    private static final String DELETE = "delete";
    private static final String DELETE_LATE = "delete late draft";
    private static final String DELETE_STRAY = "delete stray";
    private static final Set<String> ACTIONS = Set.of(DELETE, DELETE_OWN, DELETE_LATE, DELETE_STRAY);

    private static final ProblemType NOT_DELETED =
            new ProblemType("not-deleted", 502, "Figshare did not delete the draft");

    /** How many records of other people are read at most to see whether Figshare respects {@code impersonate}. */
    private static final int MAX_OTHER_RECORDS = 10;

    /** How many of the person's own records are listed for the same purpose. */
    private static final int OWN_RECORDS = 10;

    private final AccountClient client;
    private final AuditedCalls calls;
    private final AccountAnswers answers;
    private final AccountApi accounts;
    private final DepositStore store;
    private final Counter wrongOwners;
    private final Counter lateDrafts;

    RecordDeletion(
            @RestClient AccountClient client,
            AuditedCalls calls,
            AccountAnswers answers,
            AccountApi accounts,
            DepositStore store,
            MeterRegistry metrics) {
        this.client = client;
        this.calls = calls;
        this.answers = answers;
        this.accounts = accounts;
        this.store = store;
        this.wrongOwners = Counter.builder("deposit.wrong.owner")
                .description(
                        "Records that Figshare gave to another account than the request named; anything but 0 is an alarm")
                .register(metrics);
        this.lateDrafts = Counter.builder("deposit.late.drafts")
                .description("Drafts that Figshare made of a create after it was given up, and that were deleted")
                .register(metrics);
    }

    /** Whether an action of the audit trail deletes its record. */
    public static boolean isDeletion(String action) {
        return ACTIONS.contains(action);
    }

    /** Deletes the draft; fails with 502 if it is not gone afterwards, whatever Figshare answered. */
    public void delete(ImpersonationContext context, long item) {
        delete(context, DELETE, item);
    }

    /** Deletes a draft that became visible after its deposit had another draft, or had been given up. */
    public void deleteLate(ImpersonationContext context, long item) {
        Log.warnf("Draft %d came late for deposit %s: it is being deleted", item, context.deposit());
        delete(context, DELETE_LATE, item);
        lateDrafts.increment();
    }

    /** Deletes a draft that Figshare made for the administrator instead of the person, and raises an alarm. */
    public void deleteMisplaced(ImpersonationContext context, long item) {
        wrongOwners.increment();
        Log.errorf(
                "Figshare ignored whom draft %d of deposit %s was for: it is being deleted", item, context.deposit());
        deleteIfPresent(context, DELETE_STRAY, item, null);
    }

    /**
     * Whether a record that was not found does not exist. Figshare answers 404 also if it ignored {@code impersonate}
     * (FACTS section 2). Therefore another record must be visible to its owner: one of the person, or one of another
     * person.
     */
    public boolean isGone(ImpersonationContext context, long item) {
        return isGone(context, item, false);
    }

    /**
     * @param deleted whether Figshare has just confirmed the deletion; it confirms none of a record of another account
     */
    private boolean isGone(ImpersonationContext context, long item, boolean deleted) {
        List<Long> own = accounts.articles(context, 1, OWN_RECORDS).stream()
                .map(record -> record.path("id").asLong())
                .toList();
        boolean respectsOwner =
                own.isEmpty() ? deleted || isOtherRecordVisible(context) : !isAbsent(context, own.getFirst());
        return respectsOwner && isAbsent(context, item);
    }

    /** Whether a record of another person is visible to its owner; true if no deposit has one. */
    private boolean isOtherRecordVisible(ImpersonationContext context) {
        List<StoredDeposit> others = store.inOtherAccounts(context.account(), MAX_OTHER_RECORDS);
        return others.isEmpty()
                || others.stream().anyMatch(other -> !isAbsent(other.context().byService(), other.requireItem()));
    }

    private boolean isAbsent(ImpersonationContext context, long item) {
        try {
            accounts.article(context, item);
            return false;
        } catch (Problem absent) {
            if (AccountApi.isAbsent(absent)) {
                return true;
            }
            throw absent;
        }
    }

    private void delete(ImpersonationContext context, String action, long item) {
        boolean deleted = deleteIfPresent(context, action, item, context.account());
        if (isAbsent(context, item) && isGone(context, item, deleted)) {
            return;
        }
        wrongOwners.increment();
        Log.errorf("Figshare has not deleted draft %d of deposit %s for its owner", item, context.deposit());
        throw new Problem(NOT_DELETED, "Figshare still has the draft: delete it there, or try again later.");
    }

    /** Returns whether the record was there. If not, an earlier call whose answer was lost may have deleted it. */
    boolean deleteIfPresent(ImpersonationContext context, String action, long item, @Nullable Long account) {
        try {
            calls.change(
                    context, action, item, () -> client.delete(item, account).map(answers::body));
            return true;
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            return false;
        }
    }
}
