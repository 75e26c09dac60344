package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.audit.AuditTrail;
import io.campusfigshare.deposit.file.ItemFiles;
import io.campusfigshare.deposit.metadata.Authors;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.MarkedDrafts.Marked;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Carries a deposit on, step by step, until it rests. What a step is about to do is written down before its call, and what
 * came of it before the next: whoever finds it there, after a crash or not, can go on. What may be repeated is repeated; a
 * create whose outcome nobody knows is looked for first.
 */
@Singleton
public class DepositWorkflow {

    public static final ProblemType GONE = new ProblemType("deposit-gone", 410, "The deposit has been deleted");
    private static final ProblemType WRONG_OWNER =
            new ProblemType("wrong-owner", 502, "Figshare made the record for somebody else");
    private static final ProblemType GAVE_UP =
            new ProblemType("deposit-failed", 502, "Figshare could not be brought to do it");

    /** The edit of ours after a create. */
    private static final String FINISH = "finish";

    private static final int MOST_TRIES = 8;

    /** With growing waits between them, a quarter of a minute: so long a record may be shown as it was before. */
    private static final int MOST_READS = 5;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WHILE_ANOTHER_IS_DRAFTED = Duration.ofMillis(300);

    /** Longer than Figshare hides what is new (FACTS 1.2 knows of a minute, of publications). */
    private static final Duration UNTIL_SHOWN = Duration.ofMinutes(10);

    /** A publication may be invisible for a minute (FACTS 1.2). */
    private static final Duration UNTIL_PUBLIC = Duration.ofMinutes(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** How long a step is tried again that fails for a reason that may pass. */
    private static final Duration A_DAY = Duration.ofDays(1);

    private static final Duration FIRST_TRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final AccountApi figshare;
    private final MarkedDrafts markedDrafts;
    private final SentCreates sentCreates;
    private final TitledDrafts titledDrafts;
    private final MarkerCheck markerCheck;
    private final FileStore files;
    private final Publication publication;
    private final ItemSync items;
    private final ObjectMapper json;
    private final Duration settled;

    DepositWorkflow(
            AccountApi figshare,
            MarkedDrafts markedDrafts,
            SentCreates sentCreates,
            TitledDrafts titledDrafts,
            MarkerCheck markerCheck,
            FileStore files,
            Publication publication,
            ItemSync items,
            FigshareConfig config,
            ObjectMapper json) {
        this.figshare = figshare;
        this.markedDrafts = markedDrafts;
        this.sentCreates = sentCreates;
        this.titledDrafts = titledDrafts;
        this.markerCheck = markerCheck;
        this.files = files;
        this.publication = publication;
        this.items = items;
        this.json = json;
        // A call that was given up may still be under way: what came of it shows later.
        this.settled = config.timeout().multipliedBy(2);
    }

    /** Goes on until it rests, or until a moment in {@link System#nanoTime} has come. */
    public void run(DepositLease lease, long until) {
        if (lease.deposit().isPublicationRetryDue()) {
            lease.resumePublication();
        }
        while (lease.deposit().state().isInProgress()) {
            Instant due = lease.deposit().nextStep();
            Duration wait = due == null ? Duration.ZERO : Duration.between(Instant.now(), due);
            if (wait.isPositive()) {
                if (System.nanoTime() + wait.toNanos() > until) {
                    return;
                }
                Pause.of(wait);
            }
            step(lease);
        }
    }

    private void step(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        try {
            switch (deposit.state()) {
                case ACCEPTED -> draft(lease);
                case DRAFTING -> {
                    if (deposit.item() != null) {
                        finish(lease, deposit.item());
                    } else if (deposit.answeredItem() != null) {
                        recognise(lease, deposit.answeredItem());
                    } else {
                        reconcile(lease);
                    }
                }
                case PUBLISHING -> publish(lease, deposit.requireItem());
                default -> throw new IllegalStateException(deposit.state() + " is no step");
            }
        } catch (FigshareFailure failed) {
            // Of a call that may be repeated. However long Figshare is down: what was accepted is not given up for
            // that.
            Duration wait = failed.retryAfter();
            if (wait != null) {
                lease.postpone(wait);
            } else {
                later(lease, failed);
            }
        }
    }

    /** Figshare does not take what was asked of the caller: what it says of the values is final, all else may be of the moment. */
    private void refused(DepositLease lease, FigshareFailure why) {
        if (why.kind() == FigshareFailure.Kind.INVALID) {
            lease.rest(ended(lease.deposit()), text(why));
        } else {
            later(lease, why);
        }
    }

    private static DepositState ended(StoredDeposit deposit) {
        return deposit.state() == DepositState.PUBLISHING ? DepositState.READY : DepositState.FAILED;
    }

    private void later(DepositLease lease, Problem why) {
        StoredDeposit deposit = lease.deposit();
        DepositState ended = ended(deposit);
        Duration failing = deposit.failingSince() == null
                ? Duration.ZERO
                : Duration.between(deposit.failingSince(), Instant.now());
        if (failing.compareTo(A_DAY) > 0) {
            lease.giveUp(ended, text(why));
            return;
        }
        // The draft of a publication that waits can be edited and deleted.
        boolean undone = deposit.item() == null && deposit.answeredItem() == null;
        DepositState again = ended == DepositState.READY ? ended : undone ? DepositState.ACCEPTED : deposit.state();
        // As long as it has failed already: each wait is twice the one before.
        lease.retryAfterFailure(again, text(why), clamp(failing));
    }

    private static Duration clamp(Duration wait) {
        return wait.compareTo(FIRST_TRY) < 0 ? FIRST_TRY : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void draft(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        Optional<Instant> sent = sentCreates.firstSentAt(deposit.id());
        Optional<Long> made = sent.flatMap(since -> find(lease, since));
        Optional<Long> stray = made.isPresent() ? Optional.empty() : sent.flatMap(since -> stray(lease, since));
        Optional<Long> done = made.or(() -> stray);
        String outcome =
                done.isPresent() ? AuditTrail.DONE : sent.isPresent() ? AuditTrail.UNKNOWN : AuditTrail.NOT_DONE;
        figshare.ended(deposit.context(), AccountApi.CREATE, done.orElse(null), outcome);
        if (made.isPresent()) {
            lease.recordFound(made.get());
        } else if (stray.isPresent()) {
            removeStray(lease, stray.get());
        } else if (deposit.attempts() >= MOST_TRIES) {
            lease.giveUp(DepositState.FAILED, text(gaveUp()));
        } else if (markerCheck.isPending()) {
            lease.schedule(DepositState.ACCEPTED, SOON);
        } else {
            create(lease);
        }
    }

    private void create(DepositLease lease) {
        try {
            // It may have been accepted before that was known.
            markerCheck.requireKept();
        } catch (Problem notKept) {
            later(lease, notKept);
            return;
        }
        lease.renew();
        StoredDeposit deposit = lease.deposit();
        boolean titled = markerCheck.usesTitles();
        ObjectNode body = titled ? asked(lease) : Marker.on(asked(lease), deposit.id());
        long number;
        try {
            number = figshare.create(deposit.context(), body, () -> lease.beginCreate(settled, titled));
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // It is due once that can be told.
            }
            if (!failed.wasNotSent()) {
                sentCreates.recordAnswered(deposit);
            }
            if (failed.retryAfter() == null) {
                refused(lease, failed);
            } else {
                lease.schedule(DepositState.ACCEPTED, failed.retryAfter());
            }
            return;
        } catch (Problem unsent) {
            if (!unsent.type().equals(DepositLease.ACCOUNT_BUSY)) {
                throw unsent;
            }
            lease.schedule(DepositState.ACCEPTED, WHILE_ANOTHER_IS_DRAFTED);
            return;
        }
        // First: whatever stops in between, a second draft that came of it is looked for.
        sentCreates.recordAnswered(deposit);
        lease.createAnswered(number);
    }

    /** By now it can be told whether the draft was made after all: before another create is sent, it is looked for. */
    private void reconcile(DepositLease lease) {
        Instant intended = lease.deposit().callStarted();
        if (intended == null) {
            throw new IllegalStateException("Nothing is under way");
        }
        sentCreates.recordLost(lease.deposit(), intended);
        lease.scheduleRetry(DepositState.ACCEPTED, Duration.ZERO);
    }

    /** The draft that a create has made of which nobody knew; what comes later, {@link LateDrafts} finds. */
    private Optional<Long> find(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var look = new MarkedDrafts.Look() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure why) {
                throw why; // It may be the one.
            }
        };
        Optional<Long> made =
                ours(lease, markedDrafts.inAccount(context, since, look)).map(Marked::item);
        return made.isEmpty() && markerCheck.usesTitles() ? titledDrafts.find(context, asked(lease), since) : made;
    }

    /** The draft that Figshare has made of a lost create for the administrator, ignoring whom it was for. */
    private Optional<Long> stray(DepositLease lease, Instant since) {
        ImpersonationContext context = lease.deposit().context();
        var look = new MarkedDrafts.Look() {
            @Override
            public void progressed() {
                lease.renew();
            }

            @Override
            public void unreadable(long item, FigshareFailure why) {
                if (!why.mayBeOfOneRecord()) {
                    throw why;
                }
                // If it is the one, LateDrafts finds it: nobody has to wait for it.
            }
        };
        return ours(lease, markedDrafts.ofAdministrator(context, since, look))
                .filter(draft -> draft.owner() != context.account())
                .map(Marked::item);
    }

    private void removeStray(DepositLease lease, long stray) {
        figshare.removeStray(lease.deposit().context(), stray);
        fail(
                lease,
                new Problem(
                        WRONG_OWNER,
                        "Figshare ignored whom the deposit is for. Its draft has been deleted, and the administrators know."));
    }

    private static Optional<Marked> ours(DepositLease lease, List<Marked> markedDrafts) {
        return markedDrafts.stream()
                .filter(draft -> draft.deposit().equals(lease.deposit().id()))
                .findFirst();
    }

    /** Is the record that the answer told of really the one that was asked for? Its marker shows that, and nothing else. */
    private void recognise(DepositLease lease, long told) {
        ImpersonationContext context = lease.deposit().context();
        UUID id = lease.deposit().id();
        Optional<ObjectNode> record = theirs(context, told);
        if (record.filter(shown -> markerCheck.usesTitles() || names(shown, id)).isPresent()) {
            lease.recordFound(told);
            lease.rememberRecord(record.get());
            return;
        }
        ObjectNode stray = record.isPresent() ? null : figshare.own(context, told);
        if (stray != null && names(stray, id) && stray.path("account_id").asLong(-1) != context.account()) {
            removeStray(lease, told);
        } else if (lease.deposit().attempts() < MOST_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, growing(lease));
        } else {
            unrecognised(lease, told, record.isPresent());
        }
    }

    /** Whether it shows it later, has lost it, or has told another number, nobody can tell: it is looked at again, for a day. */
    private void unrecognised(DepositLease lease, long told, boolean shown) {
        StoredDeposit deposit = lease.deposit();
        Optional<Long> other = sentCreates.firstSentAt(deposit.id()).flatMap(since -> find(lease, since));
        if (other.isPresent()) {
            lease.recordFound(other.get());
        } else if (!shown
                && deposit.failingSince() != null
                && isOver(deposit.failingSince().plus(UNTIL_SHOWN))
                && figshare.isGone(deposit.context(), told)) {
            fail(lease, gone());
        } else {
            if (shown) {
                markerCheck.checkAgainSoon();
            }
            later(lease, new Problem(GAVE_UP, "Figshare does not show the draft that it has told of."));
        }
    }

    private static Problem gone() {
        return new Problem(GONE, "The draft was deleted at Figshare before it was finished.");
    }

    private static boolean names(ObjectNode record, UUID deposit) {
        return Marker.deposit(record).filter(deposit::equals).isPresent();
    }

    /** Empty also where Figshare refuses it: which answer it has for what is another's is not certain. */
    private Optional<ObjectNode> theirs(ImpersonationContext context, long item) {
        try {
            return Optional.of(figshare.article(context, item));
        } catch (Problem absent) {
            if (!AccountApi.isAbsent(absent) && !isRefused(absent)) {
                throw absent;
            }
            return Optional.empty();
        }
    }

    private static boolean isRefused(Problem problem) {
        return problem instanceof FigshareFailure failed && failed.kind() == FigshareFailure.Kind.REFUSED;
    }

    /** One edit takes the marker off, and puts the authors right. What a detail shows may be late, so that it is always made. */
    private void finish(DepositLease lease, long item) {
        ImpersonationContext context = lease.deposit().context();
        ObjectNode seen = lease.takeRecord();
        Optional<ObjectNode> there = seen == null ? theirs(context, item) : Optional.of(seen);
        if (there.isEmpty()) {
            vanished(lease, item);
            return;
        }
        ObjectNode record = there.get();
        ObjectNode asked = asked(lease);
        ObjectNode authors = asked.path("authors") instanceof ArrayNode wanted
                ? Authors.correction(wanted, record.path("authors"))
                : null;
        ArrayNode keywords = Marker.without(asked);
        if (authors != null || !markerCheck.usesTitles()) {
            ObjectNode edit = authors == null ? figshare.empty() : authors;
            figshare.patch(context, FINISH, item, edit.set("keywords", keywords));
            lease.renew();
            record = figshare.article(context, item);
        }
        boolean marked = Marker.deposit(record).isPresent();
        boolean stale = !markerCheck.usesTitles()
                && !keywords.isEmpty()
                && Marker.without(record).isEmpty();
        boolean mayShow = lease.deposit().attempts() < MOST_READS;
        if (marked && !mayShow) {
            lease.giveUp(DepositState.FAILED, text(gaveUp()));
        } else if (marked || (stale && mayShow)) {
            lease.scheduleRetry(DepositState.DRAFTING, growing(lease));
        } else {
            lease.rememberRecord(record);
            rest(lease);
        }
    }

    /** It has been seen, and is not shown any more. */
    private void vanished(DepositLease lease, long item) {
        if (lease.deposit().attempts() < MOST_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, growing(lease));
        } else if (figshare.isGone(lease.deposit().context(), item)) {
            fail(lease, gone());
        } else {
            later(lease, gaveUp());
        }
    }

    private void rest(DepositLease lease) {
        if (files.hasIncomplete(lease.deposit().id())) {
            lease.rest(DepositState.UPLOADING, null);
        } else if (lease.deposit().publish()) {
            lease.enter(DepositState.PUBLISHING);
        } else {
            lease.rest(DepositState.READY, null);
        }
    }

    private static Duration growing(DepositLease lease) {
        return SOON.multipliedBy(lease.deposit().attempts() + 1L);
    }

    private void publish(DepositLease lease, long item) {
        StoredDeposit deposit = lease.deposit();
        ImpersonationContext context = deposit.context();
        ObjectNode seen = lease.takeRecord();
        ObjectNode record = seen == null ? figshare.article(context, item) : seen;
        if (deposit.callStarted() != null) {
            boolean shown = Publication.outcome(record).isPresent();
            figshare.ended(context, AccountApi.PUBLISH, item, shown ? AuditTrail.DONE : AuditTrail.UNKNOWN);
            look(lease, record, deposit.callStarted());
            return;
        }
        if (deposit.attempts() >= MOST_TRIES) {
            lease.giveUp(DepositState.READY, text(gaveUp()));
            return;
        }
        if (deposit.failingSince() != null && Publication.outcome(record).isPresent()) {
            // A refusal was no proof that it had not been published.
            look(lease, record, deposit.failingSince());
            return;
        }
        if (Marker.deposit(record).isPresent()) {
            figshare.patch(context, FINISH, item, figshare.empty().set("keywords", Marker.without(record)));
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        if (figshare.wasLost(deposit.id(), ItemFiles.ADD)) {
            var there = new ItemFiles(figshare, context, item);
            Set<Long> late = there.late(files.list(deposit.id()));
            if (!late.isEmpty()) {
                there.delete(late);
                lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
                return;
            }
        }
        Optional<Problem> incomplete = publication.gaps(record);
        if (incomplete.isPresent()) {
            rest(lease, incomplete.get());
            return;
        }
        try {
            figshare.publish(context, item, () -> lease.beginCall(settled));
            if (Publication.isHeldBack(record)) {
                lease.rest(DepositState.EMBARGOED, null);
            } else {
                lease.postpone(Duration.ZERO);
            }
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // It is due once that can be told.
            }
            if (failed.retryAfter() == null) {
                refused(lease, failed);
            } else {
                lease.schedule(DepositState.PUBLISHING, failed.retryAfter());
            }
        }
    }

    /** What became of it? Published is what everybody can read; the catalogue knows it at once. */
    private void look(DepositLease lease, ObjectNode record, Instant intended) {
        Optional<DepositState> outcome = Publication.outcome(record);
        if (outcome.isEmpty()) {
            unpublished(lease, intended);
        } else if (outcome.get() == DepositState.PUBLISHED
                && !items.renew(lease.deposit().requireItem())
                && !isOver(intended.plus(UNTIL_PUBLIC))) {
            lease.postpone(BETWEEN_LOOKS);
        } else {
            lease.rest(outcome.get(), null);
        }
    }

    /** One that Figshare has taken is not sent again, however late it shows: that would make another version. */
    private void unpublished(DepositLease lease, Instant intended) {
        boolean taken = figshare.wasDone(lease.deposit().id(), AccountApi.PUBLISH, intended);
        if (!isOver(intended.plus(taken ? UNTIL_SHOWN : settled))) {
            lease.postpone(taken ? BETWEEN_LOOKS : SOON);
        } else if (taken) {
            lease.giveUp(
                    DepositState.READY,
                    text(new Problem(GAVE_UP, "Figshare has taken the publication, and does not show it.")));
        } else {
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
        }
    }

    private static boolean isOver(Instant moment) {
        return Instant.now().isAfter(moment);
    }

    private ObjectNode asked(DepositLease lease) {
        try {
            return (ObjectNode) json.readTree(lease.deposit().draftBody());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private void fail(DepositLease lease, RuntimeException why) {
        lease.rest(DepositState.FAILED, text(why));
    }

    /** The draft is as good as it was. */
    private void rest(DepositLease lease, RuntimeException why) {
        lease.rest(DepositState.READY, text(why));
    }

    private String text(RuntimeException why) {
        if (!(why instanceof Problem problem)) {
            throw why;
        }
        try {
            return json.writeValueAsString(problem.body(null));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static Problem gaveUp() {
        return new Problem(GAVE_UP, "Figshare has failed too often. Try again later.");
    }
}
