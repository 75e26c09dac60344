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
    private final DepositStore ledger;
    private final ObjectMapper json;
    private final Tracer tracer;
    private final Counter alarms;
    private final Counter late;

    AccountApi(
            @RestClient AccountClient client,
            FigshareApi figshare,
            AuditTrail audit,
            DepositStore ledger,
            ObjectMapper json,
            Tracer tracer,
            MeterRegistry metrics) {
        this.client = client;
        this.figshare = figshare;
        this.audit = audit;
        this.ledger = ledger;
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
    public long create(ImpersonationContext act, ObjectNode body, Supplier<Uni<Void>> about) {
        return change(
                act,
                CREATE,
                null,
                () -> figshare.write(
                                about, () -> client.create(as(act, body)).map(answer -> number(answer, "entity_id")))
                        .await()
                        .indefinitely());
    }

    /** The person's records, the newest first: drafts and published ones. */
    public List<ObjectNode> articles(ImpersonationContext act, int page, int size) {
        return call(act, "list", null, () -> repeated(() -> whole(client.articles(act.account(), page, size))));
    }

    /** What the person may choose from. */
    public List<License> licenses(ImpersonationContext act) {
        return call(act, "list licenses", null, () -> repeated(() -> client.licenses(act.account())));
    }

    public List<Category> categories(ImpersonationContext act) {
        return call(act, "list categories", null, () -> repeated(() -> client.categories(act.account())));
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
    public List<ObjectNode> strays(ImpersonationContext act, int page, int size) {
        return call(act, "list own", null, () -> repeated(() -> whole(client.articles(null, page, size))));
    }

    /**
     * The record as its owner sees it.
     *
     * @return fails with 404 where there is none, and with 403 where it belongs to somebody else
     */
    public ObjectNode article(ImpersonationContext act, long item) {
        ObjectNode record =
                call(act, "read", item, () -> repeated(() -> of(item, client.article(item, act.account()))));
        if (record.path("account_id").asLong(-1) != act.account()) {
            throw new Problem(NOT_THEIRS, "Item " + item + " does not belong to " + act.campusId() + ".");
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
    public boolean isGone(ImpersonationContext act, long item) {
        return isGone(act, item, false);
    }

    /** @param deleted whether Figshare has just answered that it has deleted it, which it says of no record of others */
    private boolean isGone(ImpersonationContext act, long item, boolean deleted) {
        List<Long> theirs = numbers(articles(act, 1, FEW));
        boolean seen = theirs.isEmpty() ? deleted || seesOthers(act) : !isAbsent(act, theirs.getFirst());
        return seen && isAbsent(act, item);
    }

    /** Whether a record of somebody else is shown to its owner; true where no deposit has one. */
    private boolean seesOthers(ImpersonationContext act) {
        List<StoredDeposit> others = ledger.ofOthers(act.account(), WITNESSES);
        return others.isEmpty()
                || others.stream().anyMatch(other -> !isAbsent(other.act().byService(), other.record()));
    }

    private boolean isAbsent(ImpersonationContext act, long item) {
        try {
            article(act, item);
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
    public @Nullable ObjectNode own(ImpersonationContext act, long item) {
        try {
            return call(act, "read own", item, () -> repeated(() -> of(item, client.article(item, null))));
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return null;
            }
            throw absent;
        }
    }

    /** A draft of the administrator's own; its number. */
    public long createOwn(ImpersonationContext act, ObjectNode body) {
        return change(
                act,
                "create own",
                null,
                () -> once(
                        AccountApi::unwritten, () -> client.create(body).map(answer -> number(answer, "entity_id"))));
    }

    public void patchOwn(ImpersonationContext act, long item, ObjectNode body) {
        change(
                act,
                "edit own",
                item,
                () -> repeated(() -> client.patch(item, body).map(this::read)));
    }

    public void removeOwn(ImpersonationContext act, long item) {
        remove(act, DELETE_OWN, item, null);
    }

    /** What is not there has been removed: by a call before whose answer was lost. Whether it was there. */
    private boolean remove(ImpersonationContext act, String action, long item, @Nullable Long account) {
        try {
            change(
                    act,
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
    public void removeLate(ImpersonationContext act, long item) {
        Log.warnf("Draft %d came late for deposit %s: it is being deleted", item, act.deposit());
        delete(act, DELETE_LATE, item);
        late.increment();
    }

    /** Takes away the draft that Figshare made for the administrator instead, and wakes somebody. */
    public void removeStray(ImpersonationContext act, long item) {
        alarms.increment();
        Log.errorf("Figshare ignored whom draft %d of deposit %s was for: it is being deleted", item, act.deposit());
        remove(act, DELETE_STRAY, item, null);
    }

    /** The person's edit, or with another action what we put right ourselves. */
    public void patch(ImpersonationContext act, String action, long item, ObjectNode body) {
        change(
                act,
                action,
                item,
                () -> repeated(() -> client.patch(item, as(act, body)).map(this::read)));
    }

    /** Gone is what is not there any more, whatever Figshare has answered; for whom it is it may have ignored (FACTS section 2). */
    public void delete(ImpersonationContext act, long item) {
        delete(act, DELETE, item);
    }

    /** Whether afterwards the record is not there any more. */
    public static boolean deletesRecord(String action) {
        return Set.of(DELETE, DELETE_OWN, DELETE_LATE, DELETE_STRAY).contains(action);
    }

    private void delete(ImpersonationContext act, String action, long item) {
        boolean deleted = remove(act, action, item, act.account());
        if (isAbsent(act, item) && isGone(act, item, deleted)) {
            return;
        }
        alarms.increment();
        Log.errorf("Figshare has not deleted draft %d of deposit %s for its owner", item, act.deposit());
        throw new Problem(NOT_DELETED, "Figshare still has the draft: delete it there, or try again later.");
    }

    /** Below a record, something that may be asked again without harm. */
    public void put(ImpersonationContext act, String action, long item, String path, ObjectNode body) {
        change(
                act,
                action,
                item,
                () -> repeated(() -> client.put(item, path, as(act, body)).map(this::read)));
    }

    public void deletePart(ImpersonationContext act, String action, long item, String path) {
        change(
                act,
                action,
                item,
                () -> repeated(
                        () -> client.deletePart(item, path, act.account()).map(this::read)));
    }

    /** Below a record, something that is done once; what Figshare answered, empty without a body. */
    public ObjectNode post(ImpersonationContext act, String action, long item, String path, ObjectNode body) {
        return change(
                act,
                action,
                item,
                () -> once(
                        AccountApi::unwritten,
                        () -> client.post(item, path, as(act, body)).map(this::read)));
    }

    /**
     * Asks for the publication, once.
     *
     * @param about what is written down when its turn has come; where that fails, nothing is sent
     */
    public void publish(ImpersonationContext act, long item, Supplier<Uni<Void>> about) {
        change(
                act,
                PUBLISH,
                item,
                () -> once(
                        about,
                        () -> client.post(item, "publish", as(act, empty())).map(this::read)));
    }

    /** Asked again, Figshare answers the same DOI. */
    public void reserve(ImpersonationContext act, long item) {
        change(
                act,
                RESERVE_DOI,
                item,
                () -> repeated(
                        () -> client.post(item, "reserve_doi", as(act, empty())).map(this::read)));
    }

    /**
     * Something new below a record, once; its number.
     *
     * @param about what is written down when its turn has come; where that fails, nothing is sent
     */
    public long add(
            ImpersonationContext act,
            String action,
            long item,
            String path,
            ObjectNode body,
            Supplier<Uni<Void>> about) {
        return change(
                act,
                action,
                item,
                () -> once(about, () -> client.post(item, path, as(act, body)).map(answer -> number(answer, "id"))));
    }

    /** What stands below a record under a number. */
    public ObjectNode one(ImpersonationContext act, String action, long item, String path, long number) {
        return call(
                act,
                action,
                item,
                () -> repeated(() -> of(number, client.one(item, path + "/" + number, act.account()))));
    }

    public List<ObjectNode> list(ImpersonationContext act, String action, long item, String path) {
        return call(act, action, item, () -> repeated(() -> whole(client.list(item, path, act.account()))));
    }

    /** The person's account, with what may still be put into it. */
    public Account account(ImpersonationContext act) {
        return call(act, "read quota", null, () -> repeated(() -> client.account(act.account())));
    }

    /** All files of a record, of which it has {@value #MOST_FILES} at most. */
    public List<ObjectNode> files(ImpersonationContext act, long item) {
        return call(
                act, "list files", item, () -> repeated(() -> whole(client.files(item, act.account(), 1, MOST_FILES))));
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

    private static ObjectNode as(ImpersonationContext act, ObjectNode body) {
        return body.deepCopy().put("impersonate", act.account());
    }

    /** What came of calls on the deposit that are not on record as ended: who made them has stopped. */
    public void ended(ImpersonationContext act, String action, @Nullable Long item, String outcome) {
        audit.endOpen(act, action, item, outcome);
    }

    /** Whether Figshare may still do, or have done, such a call on the deposit that was given up. */
    public boolean wasLost(UUID deposit, String action) {
        return audit.wasUnknown(deposit, action);
    }

    /** Whether Figshare has answered, since then, that it has done such a call on the deposit. */
    public boolean wasDone(UUID deposit, String action, Instant since) {
        return audit.wasDone(deposit, action, since);
    }

    private <T> T call(ImpersonationContext act, String action, @Nullable Long item, Supplier<T> call) {
        return made(act, action, item, null, call);
    }

    /** A call that changes something: it is on record before it is made. */
    private <T> T change(ImpersonationContext act, String action, @Nullable Long item, Supplier<T> call) {
        return made(act, action, item, audit.intend(act, action, item), call);
    }

    private <T> T made(
            ImpersonationContext act, String action, @Nullable Long item, @Nullable Long intent, Supplier<T> call) {
        T answer;
        // By its id all traces of a deposit are found, those among them that began with no request.
        Span span = tracer.spanBuilder("figshare " + action)
                .setAttribute(
                        "deposit", act.deposit() == null ? "" : act.deposit().toString())
                .startSpan();
        try {
            answer = Context.current().with(span).wrapSupplier(call).get();
        } catch (FigshareFailure failed) {
            span.setStatus(StatusCode.ERROR, failed.type().name());
            if (intent != null || !failed.wasNotSent()) {
                audit.enter(act, action, item, outcome(failed), intent);
            }
            throw explained(failed);
        } catch (Problem unwritten) {
            // What is written down before it is sent could not be.
            if (intent != null) {
                audit.enter(act, action, item, AuditTrail.NOT_DONE, intent);
            }
            throw unwritten;
        } finally {
            span.end();
        }
        audit.enter(
                act, action, item == null && answer instanceof Long number ? number : item, AuditTrail.DONE, intent);
        return answer;
    }

    private static String outcome(FigshareFailure failed) {
        return failed.wasNotSent()
                ? AuditTrail.NOT_DONE
                : failed.mayHaveHappened() ? AuditTrail.UNKNOWN : failed.type().name();
    }

    /** What Figshare does not take from a person, or lets nobody do for them, is the caller's to mend: its words say how. */
    private FigshareFailure explained(FigshareFailure failed) {
        String words =
                failed.said() == null ? "Figshare does not say why." : "Figshare says: " + sentence(failed.said());
        return switch (failed.kind()) {
            case INVALID -> failed.told(REFUSED, words);
            case REFUSED -> isAdministrator() ? failed.told(REFUSED_PERSON, words) : lockedOut(failed);
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
