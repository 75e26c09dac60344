package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deposit as the ledger has it.
 *
 * @param item     Figshare's number of the record; null before there is one
 * @param answeredItem     the number that its create was answered with, until the record shows that it is ours; null afterwards
 * @param draftBody    what Figshare is asked to create; null for a record that was there before
 * @param callStarted when the call was about to be made whose outcome is not known; null where there is none
 * @param problem  why it rests where it rests, as JSON
 * @param failingSince  since when a step fails for a reason that may pass; null where none does
 * @param nextStep      when it is to be carried on; null while it rests
 */
public record StoredDeposit(
        UUID id,
        ImpersonationContext context,
        @Nullable Long author,
        @Nullable Long item,
        @Nullable Long answeredItem,
        DepositState state,
        @Nullable String draftBody,
        boolean publish,
        @Nullable Instant callStarted,
        @Nullable String problem,
        @Nullable Instant failingSince,
        int attempts,
        @Nullable Instant nextStep,
        Instant created,
        Instant modified) {

    /** Of what a publication lacks. */
    public static final ProblemType INCOMPLETE = new ProblemType("incomplete", 422, "It cannot be published as it is");

    static StoredDeposit of(Row row) {
        UUID id = row.getUUID("id");
        return new StoredDeposit(
                id,
                new ImpersonationContext(
                        row.getString("client"),
                        row.getString("subject"),
                        row.getString("campus"),
                        row.getLong("account"),
                        id,
                        row.getString("request")),
                row.getLong("author"),
                row.getLong("item"),
                row.getLong("told"),
                DepositState.of(row.getString("state")),
                row.getString("asked"),
                row.getBoolean("publish"),
                Database.instant(row, "intended"),
                row.getString("problem"),
                Database.instant(row, "failing"),
                row.getInteger("tries"),
                Database.instant(row, "due"),
                Objects.requireNonNull(Database.instant(row, "created")),
                Objects.requireNonNull(Database.instant(row, "modified")));
    }

    /** Whether its publication has failed for a reason that may have passed by now. */
    public boolean isPublicationRetryDue() {
        return state == DepositState.READY
                && failingSince != null
                && nextStep != null
                && !nextStep.isAfter(Instant.now());
    }

    /** Whether it rests because of what a publication lacked. */
    public boolean isIncomplete() {
        return problem != null && INCOMPLETE.uri().equals(new JsonObject(problem).getString("type"));
    }

    /** Figshare's number of the record, of which there is one by now. */
    public long requireItem() {
        return Objects.requireNonNull(item);
    }
}
