package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.Depositors;
import io.campusfigshare.deposit.account.RecordDeletion;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.metadata.DepositVocabularies;
import io.campusfigshare.deposit.metadata.Embargo;
import io.campusfigshare.deposit.metadata.Violations;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.Publication;
import io.campusfigshare.deposit.workflow.SentCreates;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes existing deposits: edits, deletes and unpublishes them, reserves their DOI and sets their embargo. Its
 * methods block. A change fails with 409 if the state of the deposit does not permit it.
 */
@Singleton
class DepositEdits {

    private static final ProblemType PUBLIC =
            new ProblemType("deposit-published", 409, "A published deposit cannot be deleted");

    private final DepositAccess access;
    private final DepositRecords records;
    private final DepositViews views;
    private final DepositJson json;
    private final SentCreates sentCreates;
    private final AccountApi accounts;
    private final RecordDeletion deletion;
    private final Depositors depositors;
    private final DepositVocabularies vocabularies;
    private final ItemSync items;

    DepositEdits(
            DepositAccess access,
            DepositRecords records,
            DepositViews views,
            DepositJson json,
            SentCreates sentCreates,
            AccountApi accounts,
            RecordDeletion deletion,
            Depositors depositors,
            DepositVocabularies vocabularies,
            ItemSync items) {
        this.access = access;
        this.records = records;
        this.views = views;
        this.json = json;
        this.sentCreates = sentCreates;
        this.accounts = accounts;
        this.deletion = deletion;
        this.depositors = depositors;
        this.vocabularies = vocabularies;
        this.items = items;
    }

    /**
     * Edits the metadata by a merge patch (RFC 7396). A published version stays as it is until the next publication.
     */
    Deposit edit(Caller caller, @Nullable String requestId, UUID id, @Nullable String etag, ObjectNode patch) {
        return change(caller, requestId, id, etag, (lease, record) -> {
            ImpersonationContext context = lease.contextFor(caller, requestId);
            ObjectNode read = json.parse(json.write(views.view(lease.deposit(), record)));
            ObjectNode body = vocabularies.toUpdateBody(
                    caller, context, depositors.withCampusId(context.campusId()), patch, read, record);
            if (body.isEmpty()) {
                return;
            }
            accounts.patch(context, "edit", lease.deposit().requireItem(), body);
            if (lease.deposit().state() != DepositState.READY) {
                // The public version is unchanged; the deposit is now the draft of the next version.
                lease.rest(DepositState.READY, null);
            }
        });
    }

    /** Unpublishes the record. The deposit becomes a draft again. */
    Deposit unpublish(Caller caller, @Nullable String requestId, UUID id, String reason) {
        return change(caller, requestId, id, null, (lease, record) -> {
            long item = lease.deposit().requireItem();
            ObjectNode body = accounts.emptyObject().put("reason", reason);
            accounts.post(lease.contextFor(caller, requestId), "unpublish", item, "unpublish", body);
            items.syncNow(item);
            lease.rest(DepositState.READY, null);
        });
    }

    /** Deletes the deposit and its draft at Figshare. Does nothing if the deposit has been deleted. */
    void delete(Caller caller, @Nullable String requestId, UUID id, @Nullable String etag) {
        StoredDeposit deposit = access.toDelete(caller, id);
        if (deposit.state() == DepositState.DELETED) {
            return;
        }
        // A deposit whose create fails repeatedly may be deleted before it rests.
        Set<DepositState> deletable = deposit.failingSince() == null
                ? EnumSet.of(DepositState.READY, DepositState.UPLOADING, DepositState.FAILED)
                : EnumSet.of(
                        DepositState.READY,
                        DepositState.UPLOADING,
                        DepositState.FAILED,
                        DepositState.ACCEPTED,
                        DepositState.DRAFTING);
        try (DepositLease lease = access.lease(deposit, deletable.toArray(DepositState[]::new))) {
            ImpersonationContext context = lease.contextFor(caller, requestId);
            Long item = lease.deposit().item();
            Optional<ObjectNode> record = item == null ? Optional.empty() : records.find(context, item);
            if (record.isPresent()) {
                views.requireMatch(etag, lease.deposit(), record.get());
                if (Publication.isPublic(record.get())) {
                    throw new Problem(PUBLIC, "Unpublish it first: DELETE " + views.url(id) + "/publication.");
                }
                deletion.delete(context, lease.deposit().requireItem());
            }
            if (item == null && sentCreates.firstSentAt(id).isPresent()) {
                // The draft of a create that was sent may become visible later.
                sentCreates.recordLost(lease.deposit(), lease.deposit().created());
            }
            lease.rest(DepositState.DELETED, null);
        }
    }

    /** Has Figshare reserve the DOI. Does nothing if the record has one. */
    Deposit reserveDoi(Caller caller, @Nullable String requestId, UUID id) {
        return change(caller, requestId, id, null, (lease, record) -> {
            if (record.path("doi").asText("").isEmpty()) {
                accounts.reserveDoi(
                        lease.contextFor(caller, requestId), lease.deposit().requireItem());
            }
        });
    }

    /** Sets the embargo, in place of an earlier one. */
    Deposit setEmbargo(Caller caller, @Nullable String requestId, UUID id, ObjectNode body) {
        return change(caller, requestId, id, null, (lease, record) -> {
            var violations = new Violations();
            Embargo embargo = Embargo.of(body, Instant.now(), violations);
            ObjectNode fields = embargo == null
                    ? accounts.emptyObject()
                    : embargo.toFigshare(() -> vocabularies.embargoOptions(record), violations);
            violations.orThrow(Embargo.INVALID);
            accounts.put(
                    lease.contextFor(caller, requestId),
                    "embargo",
                    lease.deposit().requireItem(),
                    "embargo",
                    fields);
        });
    }

    Deposit removeEmbargo(Caller caller, @Nullable String requestId, UUID id) {
        return change(
                caller,
                requestId,
                id,
                null,
                (lease, record) -> accounts.deletePart(
                        lease.contextFor(caller, requestId),
                        "lift embargo",
                        lease.deposit().requireItem(),
                        "embargo"));
    }

    /**
     * Reads the record, applies the change and returns the deposit with the record as it is then.
     *
     * @param etag the value of If-Match; null to skip the check
     */
    private Deposit change(
            Caller caller,
            @Nullable String requestId,
            UUID id,
            @Nullable String etag,
            BiConsumer<DepositLease, ObjectNode> change) {
        try (DepositLease lease = access.lease(
                access.toChange(caller, id),
                DepositState.READY,
                DepositState.PUBLISHED,
                DepositState.EMBARGOED,
                DepositState.IN_REVIEW)) {
            ImpersonationContext context = lease.contextFor(caller, requestId);
            long item = lease.deposit().requireItem();
            ObjectNode record = records.require(context, item);
            views.requireMatch(etag, lease.deposit(), record);
            change.accept(lease, record);
            lease.clearOutdatedProblem();
            return views.view(lease.deposit(), accounts.article(context, item));
        }
    }
}
