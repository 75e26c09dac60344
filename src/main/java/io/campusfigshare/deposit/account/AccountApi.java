package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.audit.AuditTrail;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The one way to Figshare's account API: every call is made as somebody and leaves an audit record, and nothing is
 * changed that has not been seen to be theirs. For code that may block.
 */
@Singleton
public class AccountApi {

    public static final ProblemType NOT_THEIRS =
            new ProblemType("not-theirs", 403, "The record belongs to somebody else");
    private static final ProblemType REFUSED =
            new ProblemType("figshare-refused-deposit", 422, "Figshare refuses this");
    private static final ProblemType REFUSED_PERSON =
            new ProblemType("refused-depositor", 422, "Figshare does not permit this for the person");

    private static final ProblemType NOT_DELETED =
            new ProblemType("not-deleted", 502, "Figshare did not delete the draft");

    /** What the audit trail calls them. */
    public static final String CREATE = "create";

    public static final String PUBLISH = "publish";
    public static final String RESERVE_DOI = "reserve DOI";
    private static final String DELETE = "delete";
    private static final String DELETE_OWN = "delete own";
    private static final String DELETE_LATE = "delete late draft";
    private static final String DELETE_STRAY = "delete stray";

    /** Twice as many as Figshare allows (FACTS 1.3). */
    private static final int MOST_FILES = 1_000;

    /** Records of others that may show that Figshare looks at whom it is asked for. */
    private static final int WITNESSES = 10;

    /** So many records show whose they are. */
    private static final int FEW = 10;

    private static final Pattern NUMBER_AT_END = Pattern.compile("(\\d{1,18})/?$");

    /** Others come first for so long at most; then the caller is told to come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AccountClient client;
    private final FigshareApi figshare;
    private final AuditTrail audit;
    private final DepositStore store;
    private final ObjectMapper json;
    private final Tracer tracer;
    private final Counter alarms;
    private final Counter late;

    AccountApi(
            @RestClient AccountClient client,
            FigshareApi figshare,
            AuditTrail audit,
            DepositStore store,
            ObjectMapper json,
            Tracer tracer,
            MeterRegistry metrics) {
        this.client = client;
        this.figshare = figshare;
        this.audit = audit;
        this.store = store;
        this.json = json;
        this.tracer = tracer;
        this.alarms = Counter.builder("deposit.wrong.owner")
                .description(
                        "Records that Figshare gave to somebody else than was asked for; anything but 0 is an alarm")
                .register(metrics);
        this.late = Counter.builder("deposit.late.drafts")
                .description("Drafts that Figshare made of a create after it was given up, and that were deleted")
                .register(metrics);
    }

    /**
     * A new draft; its number. Never sent twice: the failure says whether it may have been made all the same.
     *
     * @param about what is written down when its turn has come; where that fails, nothing is sent
     */
    public long create(ImpersonationContext context, ObjectNode body, Supplier<Uni<Void>> about) {
        return change(
                context,
                CREATE,
                null,
                () -> figshare.write(
                                about,
                                () -> client.create(as(context, body)).map(answer -> number(answer, "entity_id")))
                        .await()
                        .indefinitely());
    }

    /** The person's records, the newest first: drafts and published ones. */
    public List<ObjectNode> articles(ImpersonationContext context, int page, int size) {
        return call(context, "list", null, () -> repeated(() -> whole(client.articles(context.account(), page, size))));
    }

    /** What the person may choose from. */
    public List<License> licenses(ImpersonationContext context) {
        return call(context, "list licenses", null, () -> repeated(() -> client.licenses(context.account())));
    }

    public List<Category> categories(ImpersonationContext context) {
        return call(context, "list categories", null, () -> repeated(() -> client.categories(context.account())));
    }

    /** The custom fields of a group, or of the institution. Concerns no person: leaves no audit record. */
    public List<CustomField> customFields(@Nullable Long group) {
        return figshare.read(CallPriority.READ, () -> client.customFields(group))
                .await()
                .indefinitely();
    }

    /** The exceptions from an embargo that a group offers; with 0, the institution. Concerns no person, likewise. */
    public List<EmbargoOption> embargoOptions(long group) {
        return figshare.read(
                        CallPriority.READ, () -> group > 0 ? client.embargoOptions(group) : client.embargoOptions())
                .await()
                .indefinitely();
    }

    /** The administrator's own records: where a draft ends up when Figshare has ignored whom it was for. */
    public List<ObjectNode> strays(ImpersonationContext context, int page, int size) {
        return call(context, "list own", null, () -> repeated(() -> whole(client.articles(null, page, size))));
    }

    /**
     * The record as its owner sees it.
     *
     * @return fails with 404 where there is none, and with 403 where it belongs to somebody else
     */
    public ObjectNode article(ImpersonationContext context, long item) {
        ObjectNode record =
                call(context, "read", item, () -> repeated(() -> of(item, client.article(item, context.account()))));
        if (record.path("account_id").asLong(-1) != context.account()) {
            throw new Problem(NOT_THEIRS, "Item " + item + " does not belong to " + context.campusId() + ".");
        }
        return record;
    }

    /** Whether {@link #article} has found nothing of theirs. */
    public static boolean isAbsent(Problem failure) {
        return failure.type().equals(NOT_THEIRS)
                || (failure instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.NOT_FOUND);
    }

    /**
     * Whether a record that was not found is surely not there: 404 is also the answer where Figshare ignores for whom it is
     * asked (FACTS section 2), so that another record has to be seen as its owner, theirs or somebody else's.
     */
    public boolean isGone(ImpersonationContext context, long item) {
        return isGone(context, item, false);
    }

    /** @param deleted whether Figshare has just answered that it has deleted it, which it says of no record of others */
    private boolean isGone(ImpersonationContext context, long item, boolean deleted) {
        List<Long> theirs = numbers(articles(context, 1, FEW));
        boolean seen = theirs.isEmpty() ? deleted || seesOthers(context) : !isAbsent(context, theirs.getFirst());
        return seen && isAbsent(context, item);
    }

    /** Whether a record of somebody else is shown to its owner; true where no deposit has one. */
    private boolean seesOthers(ImpersonationContext context) {
        List<StoredDeposit> others = store.inOtherAccounts(context.account(), WITNESSES);
        return others.isEmpty()
                || others.stream().anyMatch(other -> !isAbsent(other.context().byService(), other.requireItem()));
    }

    private boolean isAbsent(ImpersonationContext context, long item) {
        try {
            article(context, item);
            return false;
        } catch (Problem absent) {
            if (isAbsent(absent)) {
                return true;
            }
            throw absent;
        }
    }

    private static List<Long> numbers(List<ObjectNode> records) {
        return records.stream().map(record -> record.path("id").asLong()).toList();
    }

    /** The record as the administrator sees it, whoever owns it; null where there is none. */
    public @Nullable ObjectNode own(ImpersonationContext context, long item) {
        try {
            return call(context, "read own", item, () -> repeated(() -> of(item, client.article(item, null))));
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return null;
            }
            throw absent;
        }
    }

    /** A draft of the administrator's own; its number. */
    public long createOwn(ImpersonationContext context, ObjectNode body) {
        return change(
                context,
                "create own",
                null,
                () -> once(
                        AccountApi::unwritten, () -> client.create(body).map(answer -> number(answer, "entity_id"))));
    }

    public void patchOwn(ImpersonationContext context, long item, ObjectNode body) {
        change(
                context,
                "edit own",
                item,
                () -> repeated(() -> client.patch(item, body).map(this::read)));
    }

    public void removeOwn(ImpersonationContext context, long item) {
        remove(context, DELETE_OWN, item, null);
    }

    /** What is not there has been removed: by a call before whose answer was lost. Whether it was there. */
    private boolean remove(ImpersonationContext context, String action, long item, @Nullable Long account) {
        try {
            change(
                    context,
                    action,
                    item,
                    () -> repeated(() -> client.delete(item, account).map(this::read)));
            return true;
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            return false;
        }
    }

    /** Takes away, as its owner, a draft that came of a create after the deposit had another one or none. */
    public void removeLate(ImpersonationContext context, long item) {
        Log.warnf("Draft %d came late for deposit %s: it is being deleted", item, context.deposit());
        delete(context, DELETE_LATE, item);
        late.increment();
    }

    /** Takes away the draft that Figshare made for the administrator instead, and wakes somebody. */
    public void removeStray(ImpersonationContext context, long item) {
        alarms.increment();
        Log.errorf(
                "Figshare ignored whom draft %d of deposit %s was for: it is being deleted", item, context.deposit());
        remove(context, DELETE_STRAY, item, null);
    }

    /** The person's edit, or with another action what we put right ourselves. */
    public void patch(ImpersonationContext context, String action, long item, ObjectNode body) {
        change(
                context,
                action,
                item,
                () -> repeated(() -> client.patch(item, as(context, body)).map(this::read)));
    }

    /** Gone is what is not there any more, whatever Figshare has answered; for whom it is it may have ignored (FACTS section 2). */
    public void delete(ImpersonationContext context, long item) {
        delete(context, DELETE, item);
    }

    /** Whether afterwards the record is not there any more. */
    public static boolean deletesRecord(String action) {
        return Set.of(DELETE, DELETE_OWN, DELETE_LATE, DELETE_STRAY).contains(action);
    }

    private void delete(ImpersonationContext context, String action, long item) {
        boolean deleted = remove(context, action, item, context.account());
        if (isAbsent(context, item) && isGone(context, item, deleted)) {
            return;
        }
        alarms.increment();
        Log.errorf("Figshare has not deleted draft %d of deposit %s for its owner", item, context.deposit());
        throw new Problem(NOT_DELETED, "Figshare still has the draft: delete it there, or try again later.");
    }

    /** Below a record, something that may be asked again without harm. */
    public void put(ImpersonationContext context, String action, long item, String path, ObjectNode body) {
        change(
                context,
                action,
                item,
                () -> repeated(() -> client.put(item, path, as(context, body)).map(this::read)));
    }

    public void deletePart(ImpersonationContext context, String action, long item, String path) {
        change(
                context,
                action,
                item,
                () -> repeated(
                        () -> client.deletePart(item, path, context.account()).map(this::read)));
    }

    /** Below a record, something that is done once; what Figshare answered, empty without a body. */
    public ObjectNode post(ImpersonationContext context, String action, long item, String path, ObjectNode body) {
        return change(
                context,
                action,
                item,
                () -> once(
                        AccountApi::unwritten,
                        () -> client.post(item, path, as(context, body)).map(this::read)));
    }

    /**
     * Asks for the publication, once.
     *
     * @param about what is written down when its turn has come; where that fails, nothing is sent
     */
    public void publish(ImpersonationContext context, long item, Supplier<Uni<Void>> about) {
        change(
                context,
                PUBLISH,
                item,
                () -> once(
                        about,
                        () -> client.post(item, "publish", as(context, empty())).map(this::read)));
    }

    /** Asked again, Figshare answers the same DOI. */
    public void reserve(ImpersonationContext context, long item) {
        change(
                context,
                RESERVE_DOI,
                item,
                () -> repeated(() ->
                        client.post(item, "reserve_doi", as(context, empty())).map(this::read)));
    }

    /**
     * Something new below a record, once; its number.
     *
     * @param about what is written down when its turn has come; where that fails, nothing is sent
     */
    public long add(
            ImpersonationContext context,
            String action,
            long item,
            String path,
            ObjectNode body,
            Supplier<Uni<Void>> about) {
        return change(
                context,
                action,
                item,
                () -> once(
                        about, () -> client.post(item, path, as(context, body)).map(answer -> number(answer, "id"))));
    }

    /** What stands below a record under a number. */
    public ObjectNode one(ImpersonationContext context, String action, long item, String path, long number) {
        return call(
                context,
                action,
                item,
                () -> repeated(() -> of(number, client.one(item, path + "/" + number, context.account()))));
    }

    public List<ObjectNode> list(ImpersonationContext context, String action, long item, String path) {
        return call(context, action, item, () -> repeated(() -> whole(client.list(item, path, context.account()))));
    }

    /** The person's account, with what may still be put into it. */
    public Account account(ImpersonationContext context) {
        return call(context, "read quota", null, () -> repeated(() -> client.account(context.account())));
    }

    /** All files of a record, of which it has {@value #MOST_FILES} at most. */
    public List<ObjectNode> files(ImpersonationContext context, long item) {
        return call(
                context,
                "list files",
                item,
                () -> repeated(() -> whole(client.files(item, context.account(), 1, MOST_FILES))));
    }

    /** What Figshare shows under a number has to be that: whatever stands before it may mix up two answers. */
    private static Uni<ObjectNode> of(long number, Uni<ObjectNode> record) {
        return record.onItem().invoke(shown -> {
            if (shown.path("id").asLong(-1) != number) {
                throw FigshareFailure.garbled(null);
            }
        });
    }

    /** In place of a record that cannot be read may be the one that is looked for. */
    private static Uni<List<ObjectNode>> whole(Uni<List<ObjectNode>> records) {
        return records.onItem().invoke(shown -> {
            if (shown.contains(null)) {
                throw FigshareFailure.garbled(null);
            }
        });
    }

    public ObjectNode empty() {
        return json.createObjectNode();
    }

    private static ObjectNode as(ImpersonationContext context, ObjectNode body) {
        return body.deepCopy().put("impersonate", context.account());
    }

    /** What came of calls on the deposit that are not on record as ended: who made them has stopped. */
    public void ended(ImpersonationContext context, String action, @Nullable Long item, String outcome) {
        audit.endOpen(context, action, item, outcome);
    }

    /** Whether Figshare may still do, or have done, such a call on the deposit that was given up. */
    public boolean wasLost(UUID deposit, String action) {
        return audit.wasUnknown(deposit, action);
    }

    /** Whether Figshare has answered, since then, that it has done such a call on the deposit. */
    public boolean wasDone(UUID deposit, String action, Instant since) {
        return audit.wasDone(deposit, action, since);
    }

    private <T> T call(ImpersonationContext context, String action, @Nullable Long item, Supplier<T> call) {
        return made(context, action, item, null, call);
    }

    /** A call that changes something: it is on record before it is made. */
    private <T> T change(ImpersonationContext context, String action, @Nullable Long item, Supplier<T> call) {
        return made(context, action, item, audit.intend(context, action, item), call);
    }

    private <T> T made(
            ImpersonationContext context, String action, @Nullable Long item, @Nullable Long intent, Supplier<T> call) {
        T answer;
        // By its id all traces of a deposit are found, those among them that began with no request.
        Span span = tracer.spanBuilder("figshare " + action)
                .setAttribute(
                        "deposit",
                        context.deposit() == null ? "" : context.deposit().toString())
                .startSpan();
        try {
            answer = Context.current().with(span).wrapSupplier(call).get();
        } catch (FigshareFailure failed) {
            span.setStatus(StatusCode.ERROR, failed.type().name());
            if (intent != null || !failed.wasNotSent()) {
                audit.enter(context, action, item, outcome(failed), intent);
            }
            throw explained(failed);
        } catch (Problem unwritten) {
            // What is written down before it is sent could not be.
            if (intent != null) {
                audit.enter(context, action, item, AuditTrail.NOT_DONE, intent);
            }
            throw unwritten;
        } finally {
            span.end();
        }
        audit.enter(
                context,
                action,
                item == null && answer instanceof Long number ? number : item,
                AuditTrail.DONE,
                intent);
        return answer;
    }

    private static String outcome(FigshareFailure failed) {
        return failed.wasNotSent()
                ? AuditTrail.NOT_DONE
                : failed.mayHaveTakenEffect()
                        ? AuditTrail.UNKNOWN
                        : failed.type().name();
    }

    /** What Figshare does not take from a person, or lets nobody do for them, is the caller's to mend: its words say how. */
    private FigshareFailure explained(FigshareFailure failed) {
        String words = failed.figshareMessage() == null
                ? "Figshare does not say why."
                : "Figshare says: " + sentence(failed.figshareMessage());
        return switch (failed.kind()) {
            case INVALID -> failed.withProblem(REFUSED, words);
            case REFUSED -> isAdministrator() ? failed.withProblem(REFUSED_PERSON, words) : lockedOut(failed);
            default -> failed;
        };
    }

    private static String sentence(String said) {
        return said.endsWith(".") || said.endsWith("!") || said.endsWith("?") ? said : said + ".";
    }

    /** Whether it was them whom Figshare refused, or us: it says 403 to both (FACTS 4.2). */
    private boolean isAdministrator() {
        try {
            repeated(() -> client.accounts(null, null, null, 1, 1));
            return true;
        } catch (FigshareFailure refused) {
            if (refused.kind() == FigshareFailure.Kind.REFUSED) {
                return false;
            }
            throw refused;
        }
    }

    static FigshareFailure lockedOut(FigshareFailure refusal) {
        Log.error("Figshare does not take the administrator's token: deposits wait for a new one");
        return FigshareFailure.lockedOut(refusal);
    }

    private <T> T repeated(Supplier<Uni<T>> call) {
        return patiently(() -> figshare.read(CallPriority.READ, call));
    }

    private static Uni<Void> unwritten() {
        return Uni.createFrom().voidItem();
    }

    private <T> T once(Supplier<Uni<Void>> about, Supplier<Uni<T>> call) {
        return patiently(() -> figshare.write(about, call));
    }

    /** What was not even sent because of the pace is asked again: a deposit takes many calls, and they may wait. */
    private static <T> T patiently(Supplier<Uni<T>> call) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return call.get().await().indefinitely();
            } catch (FigshareFailure busy) {
                Duration wait = busy.retryAfter();
                if (busy.kind() != FigshareFailure.Kind.BUSY
                        || wait == null
                        || System.nanoTime() + wait.toNanos() > until) {
                    throw busy;
                }
                Pause.of(wait);
            }
        }
    }

    /** In the body, in a link in the body, or in the Location (FACTS 4.5): one of them is always there. */
    private long number(Response answer, String key) {
        ObjectNode body = read(answer);
        long number = body.path(key).asLong(0);
        String location = answer.getHeaderString("Location");
        for (String link : new String[] {body.path("location").asText(""), location == null ? "" : location}) {
            Matcher end = NUMBER_AT_END.matcher(link);
            if (number <= 0 && end.find()) {
                number = Long.parseLong(end.group(1));
            }
        }
        if (number <= 0) {
            throw FigshareFailure.garbled(null);
        }
        return number;
    }

    /** Empty where it has no body. A page in place of it is the firewall's: nothing has been done then (FACTS 4.4). */
    private ObjectNode read(Response answer) {
        String text = answer.hasEntity() ? answer.readEntity(String.class) : null;
        try {
            JsonNode read = text == null || text.isBlank() ? null : json.readTree(text);
            return read instanceof ObjectNode object ? object : json.createObjectNode();
        } catch (IOException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }
}
