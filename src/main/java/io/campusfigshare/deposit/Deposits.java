package io.campusfigshare.deposit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Articles;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.Depositor;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.Depositors;
import io.campusfigshare.deposit.audit.AuditTrail;
import io.campusfigshare.deposit.metadata.DepositRequest;
import io.campusfigshare.deposit.metadata.DepositVocabularies;
import io.campusfigshare.deposit.metadata.Embargo;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.metadata.Violations;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.deposit.workflow.DepositWorkflow;
import io.campusfigshare.deposit.workflow.MarkerCheck;
import io.campusfigshare.deposit.workflow.Publication;
import io.campusfigshare.deposit.workflow.SentCreates;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What callers do for people: each is checked against who may act for whom, and against who owns what. For code that may block. */
@Singleton
class Deposits {

    private static final ProblemType KEY_REUSED =
            new ProblemType("idempotency-key-reused", 422, "The Idempotency-Key has been used for something else");
    private static final ProblemType PROGRESS =
            new ProblemType("deposit-in-progress", 503, "The deposit is still on its way");
    private static final ProblemType CHANGED = new ProblemType("changed", 412, "The deposit has changed meanwhile");
    private static final ProblemType NOT_READY =
            new ProblemType("deposit-not-ready", 409, "The deposit cannot be changed now");
    private static final ProblemType EXISTS =
            new ProblemType("deposit-exists", 409, "There is a deposit of this record");
    private static final ProblemType NOTHING_FAILED =
            new ProblemType("nothing-to-retry", 409, "There is nothing to try again");
    private static final ProblemType PUBLIC =
            new ProblemType("deposit-published", 409, "What is published cannot be deleted");

    /** So long a caller waits at most for what takes several calls; it goes on without them. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /** How much Figshare's clock may be behind PostgreSQL's. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /** The status of an answer that is not the last one. */
    static final int ON_ITS_WAY = 202;

    private final DepositStore store;
    private final MarkerCheck markerCheck;
    private final SentCreates sentCreates;
    private final FileStore files;
    private final DepositWorkflow workflow;
    private final Publication publication;
    private final AccountApi figshare;
    private final Depositors depositors;
    private final DepositVocabularies offers;
    private final AuditTrail audit;
    private final Articles articles;
    private final ItemSync items;
    private final ObjectMapper json;
    private final String base;

    Deposits(
            DepositStore store,
            MarkerCheck markerCheck,
            SentCreates sentCreates,
            FileStore files,
            DepositWorkflow workflow,
            Publication publication,
            AccountApi figshare,
            Depositors depositors,
            DepositVocabularies offers,
            AuditTrail audit,
            Articles articles,
            ItemSync items,
            CampusConfig campus,
            ObjectMapper json) {
        this.store = store;
        this.markerCheck = markerCheck;
        this.sentCreates = sentCreates;
        this.files = files;
        this.workflow = workflow;
        this.publication = publication;
        this.figshare = figshare;
        this.depositors = depositors;
        this.offers = offers;
        this.audit = audit;
        this.articles = articles;
        this.items = items;
        this.base = CampusConfig.base(campus);
        this.json = json.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    }

    /** What a keyed request is answered with, now and whenever it is repeated. */
    record Answer(int status, UUID deposit, String body) {}

    /** A draft for somebody, or a record of theirs taken on; with {@code wait} false the caller looks for the outcome later. */
    Answer create(
            Caller caller,
            @Nullable String request,
            String key,
            ObjectNode body,
            List<DeclaredFile> sent,
            boolean wait) {
        var question = new DepositStore.Key(
                caller.program(),
                caller.subject(),
                key,
                sum(sent.isEmpty() ? Map.of("create", body) : Map.of("create", body, "files", sent)),
                201);
        Optional<DepositStore.Known> known = store.answered(question);
        if (known.isPresent()) {
            return repeated(caller, question, known.get());
        }
        var asked = DepositRequest.of(body, caller.campusId());
        Depositor person = person(caller, asked.depositor());
        caller.mustActFor(person);
        if (asked.item() == null) {
            markerCheck.requireKept();
        }
        var act = new ImpersonationContext(
                caller.program(), caller.subject(), person.campusId(), person.account(), UUID.randomUUID(), request);
        DepositStore.Opening opening = asked.item() == null
                ? new DepositStore.Opening(
                        DepositState.ACCEPTED,
                        null,
                        written(offers.article(caller, act, person, Objects.requireNonNull(asked.metadata()))),
                        asked.publish(),
                        sent)
                : adoption(act, asked.item(), sent);
        Optional<DepositLease> opened = store.create(question, act, person.author(), opening);
        if (opened.isEmpty()) {
            return repeated(caller, question, store.answered(question).orElseThrow(() -> alreadyTaken(asked.item())));
        }
        try (DepositLease lease = opened.get()) {
            return wait ? carryOn(lease, question) : later(lease);
        }
    }

    private DepositStore.Opening adoption(ImpersonationContext context, long item, List<DeclaredFile> sent) {
        ObjectNode record = figshare.article(context, item);
        Marker.deposit(record)
                .flatMap(store::find)
                .filter(there ->
                        there.context().account() == context.account() && there.state() != DepositState.DELETED)
                .ifPresent(there -> {
                    throw exists(there.id());
                });
        Instant made = Dates.utc(record.path("created_date").asText(""));
        boolean mayBeLost = sentCreates
                .firstUnresolvedAt(context.account())
                .filter(since -> made == null || made.isAfter(since.minus(CLOCKS)))
                .isPresent();
        if (mayBeLost && store.itemsOfDeposits(List.of(item)).isEmpty()) {
            throw new Problem(
                    DepositStore.BUSY,
                    "A deposit for this person is not finished, and the record may be its: try again later.",
                    A_WHILE,
                    null);
        }
        DepositState state = sent.isEmpty() ? Publication.state(record) : DepositState.UPLOADING;
        return new DepositStore.Opening(state, item, null, false, sent);
    }

    /** Refuses at once what {@link #create} would refuse after all files have come. */
    void mayCreate(Caller caller, ObjectNode body) {
        var asked = DepositRequest.of(body, caller.campusId());
        caller.mustActFor(person(caller, asked.depositor()));
    }

    private Problem alreadyTaken(@Nullable Long item) {
        List<StoredDeposit> there = item == null ? List.of() : store.withItems(List.of(item));
        return there.isEmpty()
                ? new Problem(DepositStore.BUSY, "Try again.", Duration.ofSeconds(1), null)
                : exists(there.getFirst().id());
    }

    private Problem exists(UUID deposit) {
        return new Problem(EXISTS, "Use " + url(deposit) + ".");
    }

    /** The answer from before; or, where there is none yet, from going on with what was begun. */
    private Answer repeated(Caller caller, DepositStore.Key question, DepositStore.Known known) {
        if (!known.same()) {
            throw new Problem(
                    KEY_REUSED, "This Idempotency-Key came with another request before: use a new one for each.");
        }
        if (!caller.mayActForEverybody()) {
            // What the token said when it was asked first, it may not say any more.
            store.find(known.deposit())
                    .ifPresent(entry ->
                            caller.mustActFor(person(caller, entry.context().campusId())));
        }
        if (known.status() != null) {
            return answer(known);
        }
        try (DepositLease lease = store.lease(known.deposit())) {
            if (lease.deposit().failingSince() != null) {
                lease.retryNow();
            }
            return carryOn(lease, question);
        }
    }

    private Answer later(DepositLease lease) {
        UUID id = lease.deposit().id();
        String body = written(view(lease.deposit(), null));
        store.saveAnswer(id, 202, body);
        return new Answer(202, id, body);
    }

    private Answer carryOn(DepositLease lease, DepositStore.Key question) {
        workflow.run(lease, System.nanoTime() + PATIENCE.toNanos());
        settle(lease);
        UUID id = lease.deposit().id();
        if (lease.deposit().state() == DepositState.UPLOADING) {
            return new Answer(ON_ITS_WAY, id, written(view(lease.deposit(), null)));
        }
        return store.answered(question)
                .filter(known -> known.status() != null)
                .map(Deposits::answer)
                .orElseGet(() -> unfinished(lease.deposit()));
    }

    /** What is not the answer to the key: it may go on, or begin anew with the same key. */
    private Answer unfinished(StoredDeposit deposit) {
        String problem = deposit.problem();
        ObjectNode why = problem == null ? null : node(problem);
        if (problem != null && why != null && deposit.nextStep() == null) {
            return new Answer(why.path("status").asInt(), deposit.id(), problem);
        }
        Duration wait =
                deposit.nextStep() == null ? Duration.ZERO : Duration.between(Instant.now(), deposit.nextStep());
        throw new Problem(
                PROGRESS,
                (why == null ? "" : why.path("detail").asText() + " It is tried again. ")
                        + "It goes on without you: repeat the request with the same Idempotency-Key, or look at "
                        + url(deposit.id()) + ".",
                wait.compareTo(SOON) < 0 ? SOON : wait,
                null);
    }

    /** Tries anew, at once, what has failed for a reason that may pass. */
    Deposit retry(Caller caller, @Nullable String request, UUID id) {
        try (DepositLease lease = store.lease(theirs(caller, id).id())) {
            Instant due = lease.deposit().nextStep();
            boolean waits = due != null && due.isAfter(Instant.now().plus(SOON));
            if (lease.deposit().failingSince() == null && !waits) {
                throw new Problem(
                        NOTHING_FAILED, "It is " + lease.deposit().state().text() + ".");
            }
            lease.retryNow();
            workflow.run(lease, System.nanoTime() + PATIENCE.toNanos());
            settle(lease);
        }
        return get(caller, request, id);
    }

    private static Answer answer(DepositStore.Known known) {
        return new Answer(
                Objects.requireNonNull(known.status()), known.deposit(), Objects.requireNonNull(known.answer()));
    }

    /** Writes down the answer to those who asked, once the deposit rests. */
    void settle(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        if (deposit.state().isInProgress() || deposit.state() == DepositState.UPLOADING) {
            return;
        }
        if (deposit.failingSince() != null) {
            return; // The same key may begin anew.
        }
        if (deposit.nextStep() != null) {
            lease.rest(deposit.state(), deposit.problem()); // Its last file made it due, for this.
        }
        if (deposit.problem() != null) {
            store.saveAnswer(
                    deposit.id(), node(deposit.problem()).path("status").asInt(), deposit.problem());
        } else {
            ObjectNode seen = lease.takeRecord();
            store.saveAnswer(deposit.id(), null, written(view(deposit, seen == null ? record(deposit) : seen)));
        }
    }

    /** Publishes it; the answer says what became of it. */
    Answer publish(Caller caller, @Nullable String request, String key, UUID id, boolean wait) {
        StoredDeposit deposit = theirs(caller, id);
        files.requireComplete(id);
        var question = new DepositStore.Key(
                caller.program(), caller.subject(), key, sum(Map.of("publish", id.toString())), 200);
        Optional<DepositStore.Known> known = store.answered(question);
        if (known.isPresent()) {
            return repeated(caller, question, known.get());
        }
        try (DepositLease lease = held(deposit, DepositState.READY, DepositState.PUBLISHED, DepositState.EMBARGOED)) {
            lease.requestPublication(question, lease.contextFor(caller, request));
            return wait ? carryOn(lease, question) : later(lease);
        }
    }

    /** Takes it out of public view; it becomes a draft again. */
    Deposit unpublish(Caller caller, @Nullable String request, UUID id, String reason) {
        return change(caller, request, id, null, (deposit, record) -> {
            long item = deposit.deposit().requireItem();
            ObjectNode why = figshare.empty().put("reason", reason);
            figshare.post(deposit.contextFor(caller, request), "unpublish", item, "unpublish", why);
            items.syncNow(item);
            deposit.rest(DepositState.READY, null);
        });
    }

    Deposit edit(Caller caller, @Nullable String request, UUID id, @Nullable String etag, ObjectNode patch) {
        return change(caller, request, id, etag, (deposit, record) -> {
            ImpersonationContext context = deposit.contextFor(caller, request);
            ObjectNode read = node(written(view(deposit.deposit(), record)));
            ObjectNode body =
                    offers.changes(caller, context, depositors.withCampusId(context.campusId()), patch, read, record);
            if (body.isEmpty()) {
                return;
            }
            figshare.patch(context, "edit", deposit.deposit().requireItem(), body);
            if (deposit.deposit().state() != DepositState.READY) {
                deposit.rest(
                        DepositState.READY, null); // What is public stays so; this is the draft of the next version.
            }
        });
    }

    void delete(Caller caller, @Nullable String request, UUID id, @Nullable String etag) {
        StoredDeposit deposit = of(caller, id);
        if (deposit.state() == DepositState.DELETED) {
            return;
        }
        // One that fails again and again need not be waited for.
        Set<DepositState> idle = deposit.failingSince() == null
                ? EnumSet.of(DepositState.READY, DepositState.UPLOADING, DepositState.FAILED)
                : EnumSet.of(
                        DepositState.READY,
                        DepositState.UPLOADING,
                        DepositState.FAILED,
                        DepositState.ACCEPTED,
                        DepositState.DRAFTING);
        try (DepositLease lease = held(deposit, idle.toArray(DepositState[]::new))) {
            ImpersonationContext context = lease.contextFor(caller, request);
            Long item = lease.deposit().item();
            Optional<ObjectNode> record = item == null ? Optional.empty() : there(context, item);
            if (record.isPresent()) {
                matches(etag, lease.deposit(), record.get());
                if (Publication.isPublic(record.get())) {
                    throw new Problem(PUBLIC, "Unpublish it first: DELETE " + url(id) + "/publication.");
                }
                figshare.delete(context, lease.deposit().requireItem());
            }
            if (item == null && sentCreates.firstSentAt(id).isPresent()) {
                // What Figshare has made of it may show later.
                sentCreates.recordLost(lease.deposit(), lease.deposit().created());
            }
            lease.rest(DepositState.DELETED, null);
        }
    }

    /** The record; empty where it has been deleted, here with its answer lost, or by hand. */
    private Optional<ObjectNode> there(ImpersonationContext context, long item) {
        try {
            return Optional.of(figshare.article(context, item));
        } catch (FigshareFailure absent) {
            if (absent.kind() != FigshareFailure.Kind.NOT_FOUND || !figshare.isGone(context, item)) {
                throw absent;
            }
            return Optional.empty();
        }
    }

    private ObjectNode article(ImpersonationContext context, long item) {
        return there(context, item)
                .orElseThrow(() -> new Problem(
                        DepositWorkflow.GONE, "Its record is no longer in Figshare. Delete the deposit to close it."));
    }

    /** Something that changes a record which is there, and no publication. */
    Deposit change(
            Caller caller,
            @Nullable String request,
            UUID id,
            @Nullable String etag,
            BiConsumer<DepositLease, ObjectNode> change) {
        try (DepositLease lease = held(
                theirs(caller, id),
                DepositState.READY,
                DepositState.PUBLISHED,
                DepositState.EMBARGOED,
                DepositState.IN_REVIEW)) {
            ImpersonationContext context = lease.contextFor(caller, request);
            long item = lease.deposit().requireItem();
            ObjectNode record = article(context, item);
            matches(etag, lease.deposit(), record);
            change.accept(lease, record);
            lease.clearMendedProblem();
            return view(lease.deposit(), figshare.article(context, item));
        }
    }

    /** Something done on a record that changes nothing of it. */
    <T> T on(Caller caller, @Nullable String request, UUID id, BiFunction<ImpersonationContext, Long, T> work) {
        StoredDeposit deposit = theirs(caller, id);
        if (deposit.item() == null) {
            throw notReady(deposit.state());
        }
        ImpersonationContext context = deposit.context().by(caller, request);
        article(context, deposit.item());
        return work.apply(context, deposit.item());
    }

    /** Something read below a record: by one call, whose own answer tells whether there is such a record. */
    <T> T read(Caller caller, @Nullable String request, UUID id, BiFunction<ImpersonationContext, Long, T> work) {
        StoredDeposit deposit = theirs(caller, id);
        if (deposit.item() == null) {
            throw notReady(deposit.state());
        }
        ImpersonationContext context = deposit.context().by(caller, request);
        try {
            return work.apply(context, deposit.item());
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                article(context, deposit.item());
            }
            throw absent;
        }
    }

    /** Has Figshare reserve the DOI that it will have. */
    Deposit reserveDoi(Caller caller, @Nullable String request, UUID id) {
        return change(caller, request, id, null, (deposit, record) -> {
            if (record.path("doi").asText("").isEmpty()) {
                figshare.reserve(
                        deposit.contextFor(caller, request), deposit.deposit().requireItem());
            }
        });
    }

    Deposit embargo(Caller caller, @Nullable String request, UUID id, ObjectNode body) {
        return change(caller, request, id, null, (deposit, record) -> {
            var violations = new Violations();
            Embargo embargo = Embargo.of(body, Instant.now(), violations);
            ObjectNode wanted = embargo == null
                    ? figshare.empty()
                    : embargo.toFigshare(() -> offers.embargoOptions(record), violations);
            violations.orThrow(Embargo.INVALID);
            figshare.put(
                    deposit.contextFor(caller, request),
                    "embargo",
                    deposit.deposit().requireItem(),
                    "embargo",
                    wanted);
        });
    }

    Deposit liftEmbargo(Caller caller, @Nullable String request, UUID id) {
        return change(
                caller,
                request,
                id,
                null,
                (deposit, record) -> figshare.deletePart(
                        deposit.contextFor(caller, request),
                        "lift embargo",
                        deposit.deposit().requireItem(),
                        "embargo"));
    }

    Deposit get(Caller caller, @Nullable String request, UUID id) {
        StoredDeposit deposit = readable(caller, id);
        ObjectNode record = deposit.item() == null || deposit.state().isInProgress()
                ? null
                : article(deposit.context().by(caller, request), deposit.item());
        return view(deposit, record);
    }

    DepositPage list(Caller caller, @Nullable String request, String depositor, int page, int size) {
        Depositor person = person(caller, depositor);
        caller.mustRead(person);
        var act = new ImpersonationContext(
                caller.program(), caller.subject(), person.campusId(), person.account(), null, request);
        List<ObjectNode> records = figshare.articles(act, page, size);
        Map<Long, UUID> deposits =
                store
                        .withItems(records.stream()
                                .map(record -> record.path("id").asLong())
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(StoredDeposit::requireItem, StoredDeposit::id));
        return new DepositPage(
                records.stream()
                        .filter(record -> record.path("id").asLong() > 0)
                        .map(record -> listed(record, deposits))
                        .toList(),
                null,
                page,
                size);
    }

    private DepositPage.Listed listed(ObjectNode record, Map<Long, UUID> deposits) {
        Item item = articles.ownRecord(record);
        UUID deposit = deposits.get(item.id());
        return new DepositPage.Listed(
                item.id(),
                item.title(),
                item.type(),
                item.doi(),
                item.created(),
                item.published(),
                deposit == null ? null : url(deposit));
    }

    EventPage events(Caller caller, UUID id, long after, int size) {
        StoredDeposit deposit = entry(id);
        Depositor person = person(caller, deposit.context().campusId());
        caller.mustRead(person);
        ofThem(person, deposit);
        List<EventPage.Event> events =
                audit.of(id, after, size).stream().map(Deposits::event).toList();
        return new EventPage(
                events,
                events.size() < size ? null : Long.valueOf(events.getLast().number()));
    }

    private static EventPage.Event event(Row row) {
        return new EventPage.Event(
                row.getLong("seq"),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getString("action"),
                row.getString("outcome"),
                row.getString("client"),
                row.getString("subject"),
                row.getString("request"));
    }

    /** Of the deposit as it is now; for If-Match. */
    String etag(Deposit deposit) {
        return etag(deposit.metadata());
    }

    private String etag(@Nullable Item metadata) {
        return "\"" + HexFormat.of().formatHex(sum(metadata).getBytes(), 0, 12) + "\"";
    }

    private void matches(@Nullable String etag, StoredDeposit deposit, ObjectNode record) {
        if (etag != null && !etag.equals("*")) {
            String current = etag(seen(deposit, record));
            if (Stream.of(etag.split(",")).map(String::strip).noneMatch(current::equals)) {
                throw new Problem(CHANGED, "Read it again, and decide anew.");
            }
        }
    }

    StoredDeposit entry(UUID id) {
        return store.find(id).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no deposit " + id + "."));
    }

    /**
     * Who is meant. To somebody who is only here for themself nothing is told of others: neither whether they exist, nor,
     * by how long it takes, whether Figshare had to be asked for them.
     */
    private Depositor person(Caller caller, String name) {
        if (caller.maySee(name)) {
            try {
                return depositors.find(name);
            } catch (Problem refused) {
                throw isProgram(caller, name, refused)
                        ? new Problem(
                                refused.type(),
                                "depositor: names nobody, and " + name + ", who asks, has no account in Figshare."
                                        + " Send a campus id, an ORCID iD or an address as depositor.")
                        : refused;
            }
        }
        return Optional.ofNullable(caller.campusId())
                .flatMap(own -> depositors.withCampusId(own, name))
                .orElseThrow(Caller::refused);
    }

    /** Whether nobody was named, and who asks is no person either but may act for others. */
    private static boolean isProgram(Caller caller, String name, Problem refused) {
        return refused.type().equals(Depositors.UNKNOWN) && name.equals(caller.campusId()) && !caller.isOnTheirOwn();
    }

    StoredDeposit theirs(Caller caller, UUID id) {
        return notDeleted(of(caller, id));
    }

    /** The same, deleted or not. */
    private StoredDeposit of(Caller caller, UUID id) {
        StoredDeposit deposit = entry(id);
        Depositor person = person(caller, deposit.context().campusId());
        caller.mustActFor(person);
        return ofThem(person, deposit);
    }

    private static StoredDeposit notDeleted(StoredDeposit deposit) {
        if (deposit.state() == DepositState.DELETED) {
            throw new Problem(
                    DepositWorkflow.GONE, "What was done on it is told at /v1/deposits/" + deposit.id() + "/events.");
        }
        return deposit;
    }

    StoredDeposit readable(Caller caller, UUID id) {
        StoredDeposit deposit = entry(id);
        Depositor person = person(caller, deposit.context().campusId());
        caller.mustRead(person);
        return notDeleted(ofThem(person, deposit));
    }

    /** A campus id may be given to somebody else one day: what was deposited stays with the account that it was for. */
    private static StoredDeposit ofThem(Depositor person, StoredDeposit deposit) {
        if (person.account() != deposit.context().account()) {
            throw new Problem(AccountApi.NOT_THEIRS, "It belongs to somebody who had this campus id before.");
        }
        return deposit;
    }

    DepositLease held(StoredDeposit deposit, DepositState... allowed) {
        DepositLease lease = store.lease(deposit.id());
        DepositState state = lease.deposit().state();
        if (!List.of(allowed).contains(state)) {
            lease.close();
            throw notReady(state);
        }
        return lease;
    }

    private static Problem notReady(DepositState state) {
        return new Problem(
                NOT_READY,
                "It is " + state.text() + ".",
                state.isInProgress() || state == DepositState.UPLOADING ? Duration.ofSeconds(2) : null,
                null);
    }

    private @Nullable ObjectNode record(StoredDeposit deposit) {
        return deposit.item() == null || deposit.state() == DepositState.DELETED
                ? null
                : figshare.article(deposit.context(), deposit.item());
    }

    private Deposit view(StoredDeposit deposit, @Nullable ObjectNode record) {
        List<StoredFile> sent = files.list(deposit.id());
        return new Deposit(
                deposit.id().toString(),
                url(deposit.id()),
                deposit.state(),
                deposit.context().campusId(),
                deposit.item(),
                record == null ? null : seen(deposit, Marker.hidden(record)),
                problem(deposit, record, sent),
                sent.stream().map(DepositFile::of).toList(),
                deposit.created(),
                deposit.modified());
    }

    /** Until it is public, neither it nor its files are to be had anywhere else. */
    private Item seen(StoredDeposit deposit, ObjectNode record) {
        return deposit.state() == DepositState.PUBLISHED
                ? articles.ownRecord(record)
                : articles.ownRecord(record, url(deposit.id()));
    }

    /** What a publication lacked may be there by now, by whatever hand. */
    private @Nullable ObjectNode problem(StoredDeposit deposit, @Nullable ObjectNode record, List<StoredFile> sent) {
        Optional<String> problem = Optional.ofNullable(deposit.problem());
        if (problem.isEmpty()) {
            problem = FileStore.findIncomplete(sent).map(this::text);
        } else if (record != null && deposit.isIncomplete()) {
            problem = publication.findMissing(record).map(this::text);
        }
        return problem.map(this::node).orElse(null);
    }

    private ObjectNode node(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private String text(Problem problem) {
        return written(problem.body(null));
    }

    String url(UUID id) {
        return base + "/v1/deposits/" + id;
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** The same for what is the same as JSON. */
    private Buffer sum(@Nullable Object value) {
        try {
            Object sorted = value == null ? "" : json.convertValue(value, Object.class);
            return Buffer.buffer(
                    MessageDigest.getInstance("SHA-256").digest(written(sorted).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has SHA-256", absent);
        }
    }
}
