package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.figshare.FigshareFailure;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Calls the account API as the administrator, without {@code impersonate}. The administrator owns the records that test
 * the marker, and the drafts for which Figshare ignored {@code impersonate} (FACTS section 2). The methods block and
 * leave audit entries.
 */
@Singleton
public class AdministratorRecords {

    private final AccountClient client;
    private final AuditedCalls calls;
    private final AccountAnswers answers;
    private final RecordDeletion deletion;

    AdministratorRecords(
            @RestClient AccountClient client, AuditedCalls calls, AccountAnswers answers, RecordDeletion deletion) {
        this.client = client;
        this.calls = calls;
        this.answers = answers;
        this.deletion = deletion;
    }

    /** Returns a page of the administrator's own records, the newest first. */
    public List<ObjectNode> list(ImpersonationContext context, int page, int size) {
        return calls.read(
                context, "list own", null, () -> AccountAnswers.requireNoNull(client.articles(null, page, size)));
    }

    /** Returns the record as the administrator sees it, whoever owns it; null if there is none. */
    public @Nullable ObjectNode find(ImpersonationContext context, long item) {
        try {
            return calls.read(
                    context, "read own", item, () -> AccountAnswers.requireNumber(item, client.article(item, null)));
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return null;
            }
            throw absent;
        }
    }

    /** Creates a draft of the administrator's own and returns its number. */
    public long create(ImpersonationContext context, ObjectNode body) {
        return calls.changeOnce(
                context,
                "create own",
                null,
                () -> client.create(body).map(answer -> answers.number(answer, "entity_id")));
    }

    public void edit(ImpersonationContext context, long item, ObjectNode body) {
        calls.change(context, "edit own", item, () -> client.patch(item, body).map(answers::body));
    }

    /** Deletes the record. Does nothing if there is none. */
    public void delete(ImpersonationContext context, long item) {
        deletion.deleteIfPresent(context, RecordDeletion.DELETE_OWN, item, null);
    }
}
