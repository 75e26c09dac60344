package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Calls Figshare's account API on behalf of a person. Each call that names a person leaves an entry in the audit trail.
 * The methods block, and fail with {@link FigshareFailure}, which says whether a change may have happened.
 */
@Singleton
public class AccountApi {

    public static final ProblemType NOT_THEIRS =
            new ProblemType("not-theirs", 403, "The record belongs to another person");

    /** Actions of the audit trail. */
    public static final String CREATE = "create";

    public static final String PUBLISH = "publish";
    public static final String RESERVE_DOI = "reserve DOI";

    /** Twice as many as Figshare permits (FACTS 1.3). */
    private static final int MAX_FILES = 1_000;

    private final AccountClient client;
    private final AuditedCalls calls;
    private final AccountAnswers answers;
    private final FigshareApi figshare;
    private final AuditTrail audit;

    AccountApi(
            @RestClient AccountClient client,
            AuditedCalls calls,
            AccountAnswers answers,
            FigshareApi figshare,
            AuditTrail audit) {
        this.client = client;
        this.calls = calls;
        this.answers = answers;
        this.figshare = figshare;
        this.audit = audit;
    }

    /**
     * Creates a draft and returns its number. The call is sent once.
     *
     * @param beforeSend stores that the call is being sent, when the pace permits it; if it fails, nothing is sent
     */
    public long create(ImpersonationContext context, ObjectNode body, Supplier<Uni<Void>> beforeSend) {
        return calls.tryChangeOnce(
                context,
                CREATE,
                null,
                beforeSend,
                () -> client.create(as(context, body)).map(answer -> answers.number(answer, "entity_id")));
    }

    /** Returns a page of the person's records, drafts and published ones, the newest first. */
    public List<ObjectNode> articles(ImpersonationContext context, int page, int size) {
        return calls.read(
                context,
                "list",
                null,
                () -> AccountAnswers.requireNoNull(client.articles(context.account(), page, size)));
    }

    /** Returns the licences that the person may choose from. */
    public List<License> licenses(ImpersonationContext context) {
        return calls.read(context, "list licenses", null, () -> client.licenses(context.account()));
    }

    /** Returns the categories that the person may choose from. */
    public List<Category> categories(ImpersonationContext context) {
        return calls.read(context, "list categories", null, () -> client.categories(context.account()));
    }

    /**
     * Returns the custom fields of a group. It names no person and leaves no audit entry.
     *
     * @param group null for the institution
     */
    public List<CustomField> customFields(@Nullable Long group) {
        return figshare.read(CallPriority.READ, () -> client.customFields(group))
                .await()
                .indefinitely();
    }

    /**
     * Returns the exceptions from an embargo that a group offers. It names no person and leaves no audit entry.
     *
     * @param group 0 for the institution
     */
    public List<EmbargoOption> embargoOptions(long group) {
        return figshare.read(
                        CallPriority.READ, () -> group > 0 ? client.embargoOptions(group) : client.embargoOptions())
                .await()
                .indefinitely();
    }

    /**
     * Returns the record as its owner sees it; fails with 404 if there is none, and with 403 if another account owns
     * it.
     */
    public ObjectNode article(ImpersonationContext context, long item) {
        ObjectNode record = calls.read(
                context,
                "read",
                item,
                () -> AccountAnswers.requireNumber(item, client.article(item, context.account())));
        if (record.path("account_id").asLong(-1) != context.account()) {
            throw new Problem(NOT_THEIRS, "Item " + item + " does not belong to " + context.campusId() + ".");
        }
        return record;
    }

    /** Whether {@link #article} failed because the person has no such record. */
    public static boolean isAbsent(Problem failure) {
        return failure.type().equals(NOT_THEIRS)
                || (failure instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.NOT_FOUND);
    }

    /**
     * Edits the record.
     *
     * @param action "edit" for an edit of the person's, another name for a correction by this service
     */
    public void patch(ImpersonationContext context, String action, long item, ObjectNode body) {
        calls.change(
                context,
                action,
                item,
                () -> client.patch(item, as(context, body)).map(answers::body));
    }

    /** Replaces a part of a record. */
    public void put(ImpersonationContext context, String action, long item, String path, ObjectNode body) {
        calls.change(
                context,
                action,
                item,
                () -> client.put(item, path, as(context, body)).map(answers::body));
    }

    /** Deletes a part of a record. */
    public void deletePart(ImpersonationContext context, String action, long item, String path) {
        calls.change(
                context,
                action,
                item,
                () -> client.deletePart(item, path, context.account()).map(answers::body));
    }

    /** Posts to a path below a record, once, and returns the body of the answer; an empty object if it has none. */
    public ObjectNode post(ImpersonationContext context, String action, long item, String path, ObjectNode body) {
        return calls.changeOnce(
                context,
                action,
                item,
                () -> client.post(item, path, as(context, body)).map(answers::body));
    }

    /**
     * Publishes a record. The call is sent once.
     *
     * @param beforeSend stores that the call is being sent, when the pace permits it; if it fails, nothing is sent
     */
    public void publish(ImpersonationContext context, long item, Supplier<Uni<Void>> beforeSend) {
        calls.changeOnce(
                context,
                PUBLISH,
                item,
                beforeSend,
                () -> client.post(item, "publish", as(context, emptyObject())).map(answers::body));
    }

    /** Reserves the DOI. Figshare answers the same DOI to each repetition. */
    public void reserveDoi(ImpersonationContext context, long item) {
        calls.change(
                context,
                RESERVE_DOI,
                item,
                () -> client.post(item, "reserve_doi", as(context, emptyObject()))
                        .map(answers::body));
    }

    /**
     * Creates a part of a record, once, and returns its number.
     *
     * @param beforeSend stores that the call is being sent, when the pace permits it; if it fails, nothing is sent
     */
    public long addPart(
            ImpersonationContext context,
            String action,
            long item,
            String path,
            ObjectNode body,
            Supplier<Uni<Void>> beforeSend) {
        return calls.changeOnce(
                context,
                action,
                item,
                beforeSend,
                () -> client.post(item, path, as(context, body)).map(answer -> answers.number(answer, "id")));
    }

    /** Returns the part of a record with this number. */
    public ObjectNode part(ImpersonationContext context, String action, long item, String path, long number) {
        return calls.read(
                context,
                action,
                item,
                () -> AccountAnswers.requireNumber(number, client.part(item, path + "/" + number, context.account())));
    }

    /** Returns the parts of a record under a path. */
    public List<ObjectNode> parts(ImpersonationContext context, String action, long item, String path) {
        return calls.read(
                context, action, item, () -> AccountAnswers.requireNoNull(client.parts(item, path, context.account())));
    }

    /** Returns the person's account with its quota. */
    public Account account(ImpersonationContext context) {
        return calls.read(context, "read quota", null, () -> client.account(context.account()));
    }

    /** Returns all files of a record, of which it has {@value #MAX_FILES} at most. */
    public List<ObjectNode> files(ImpersonationContext context, long item) {
        return calls.read(
                context,
                "list files",
                item,
                () -> AccountAnswers.requireNoNull(client.files(item, context.account(), 1, MAX_FILES)));
    }

    public ObjectNode emptyObject() {
        return answers.emptyObject();
    }

    /** Enters the outcome of such calls on the deposit that have none: the process that made them stopped. */
    public void enterOutcome(ImpersonationContext context, String action, @Nullable Long item, String outcome) {
        audit.endOpen(context, action, item, outcome);
    }

    /** Whether the outcome of such a call on the deposit was ever unknown, so that it may still take effect. */
    public boolean wasUnknown(UUID deposit, String action) {
        return audit.wasUnknown(deposit, action);
    }

    /** Whether Figshare has confirmed such a call on the deposit since that time. */
    public boolean wasDone(UUID deposit, String action, Instant since) {
        return audit.wasDone(deposit, action, since);
    }

    private static ObjectNode as(ImpersonationContext context, ObjectNode body) {
        return body.deepCopy().put("impersonate", context.account());
    }
}
