package io.campusfigshare.deposit.store;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deposit as stored in PostgreSQL.
 *
 * @param author       Figshare's number of the person as an author; null if unknown
 * @param item         Figshare's number of the record; null before it is verified
 * @param answeredItem the number that Figshare answered to the create; null once the record is verified
 * @param draftBody    the body of the create, as JSON; null for a record that existed before
 * @param publish      whether the deposit is published once it is complete
 * @param callStarted  when a call was sent whose outcome is unknown; null if there is none
 * @param problem      why the deposit rests or why a step is retried, as the JSON of a problem; null if nothing is
 *                     wrong
 * @param failingSince when the current step failed first; null if it has not failed
 * @param attempts     at the current step
 * @param nextStep     when the next step is due; null in a resting state
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

    /** The problem of a publication that lacks metadata or files. */
    public static final ProblemType INCOMPLETE = new ProblemType("incomplete", 422, "The deposit is incomplete");

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

    /** Returns whether a publication failed for a temporary reason and its next attempt is due. */
    public boolean isPublicationRetryDue() {
        return state == DepositState.READY
                && failingSince != null
                && nextStep != null
                && !nextStep.isAfter(Instant.now());
    }

    /** Returns whether the last publication lacked metadata or files. */
    public boolean isIncomplete() {
        return problem != null && INCOMPLETE.uri().equals(new JsonObject(problem).getString("type"));
    }

    /** Returns Figshare's number of the record. Fails if there is none yet. */
    public long requireItem() {
        return Objects.requireNonNull(item);
    }
}
