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
    private final MarkedDrafts drafts;
    private final SentCreates creates;
    private final TitledDrafts titles;
    private final MarkerCheck check;
    private final FileStore files;
    private final Publication publication;
    private final ItemSync items;
    private final ObjectMapper json;
    private final Duration settled;

    DepositWorkflow(
            AccountApi figshare,
            MarkedDrafts drafts,
            SentCreates creates,
            TitledDrafts titles,
            MarkerCheck check,
            FileStore files,
            Publication publication,
            ItemSync items,
            FigshareConfig config,
            ObjectMapper json) {
        this.figshare = figshare;
        this.drafts = drafts;
        this.creates = creates;
        this.titles = titles;
        this.check = check;
        this.files = files;
        this.publication = publication;
        this.items = items;
        this.json = json;
        // A call that was given up may still be under way: what came of it shows later.
        this.settled = config.timeout().multipliedBy(2);
    }

    /** Goes on until it rests, or until a moment in {@link System#nanoTime} has come. */
    public void run(DepositLease deposit, long until) {
        if (deposit.entry().isToBePublishedAgain()) {
            deposit.publishAgain();
        }
        while (deposit.entry().state().moves()) {
            Instant due = deposit.entry().due();
            Duration wait = due == null ? Duration.ZERO : Duration.between(Instant.now(), due);
            if (wait.isPositive()) {
                if (System.nanoTime() + wait.toNanos() > until) {
                    return;
                }
                Pause.of(wait);
            }
            step(deposit);
        }
    }

    private void step(DepositLease deposit) {
        StoredDeposit entry = deposit.entry();
        try {
            switch (entry.state()) {
                case ACCEPTED -> draft(deposit);
                case DRAFTING -> {
                    if (entry.item() != null) {
                        finish(deposit, entry.item());
                    } else if (entry.told() != null) {
                        recognise(deposit, entry.told());
                    } else {
                        reconcile(deposit);
                    }
                }
                case PUBLISHING -> publish(deposit, entry.record());
                default -> throw new IllegalStateException(entry.state() + " is no step");
            }
        } catch (FigshareFailure failed) {
            // Of a call that may be repeated. However long Figshare is down: what was accepted is not given up for
            // that.
            Duration wait = failed.retryAfter();
            if (wait != null) {
                deposit.wait(wait);
            } else {
                later(deposit, failed);
            }
        }
    }

    /** Figshare does not take what was asked of the caller: what it says of the values is final, all else may be of the moment. */
    private void refused(DepositLease deposit, FigshareFailure why) {
        if (why.kind() == FigshareFailure.Kind.INVALID) {
            deposit.rest(ended(deposit.entry()), text(why));
        } else {
            later(deposit, why);
        }
    }

    private static DepositState ended(StoredDeposit entry) {
        return entry.state() == DepositState.PUBLISHING ? DepositState.READY : DepositState.FAILED;
    }

    private void later(DepositLease deposit, Problem why) {
        StoredDeposit entry = deposit.entry();
        DepositState ended = ended(entry);
        Duration failing = entry.failing() == null ? Duration.ZERO : Duration.between(entry.failing(), Instant.now());
        if (failing.compareTo(A_DAY) > 0) {
            deposit.giveUp(ended, text(why));
            return;
        }
        // The draft of a publication that waits can be edited and deleted.
        boolean undone = entry.item() == null && entry.told() == null;
        DepositState again = ended == DepositState.READY ? ended : undone ? DepositState.ACCEPTED : entry.state();
        // As long as it has failed already: each wait is twice the one before.
        deposit.setBack(again, text(why), clamp(failing));
    }

    private static Duration clamp(Duration wait) {
        return wait.compareTo(FIRST_TRY) < 0 ? FIRST_TRY : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void draft(DepositLease deposit) {
        StoredDeposit entry = deposit.entry();
        Optional<Instant> sent = creates.since(entry.id());
        Optional<Long> made = sent.flatMap(since -> find(deposit, since));
        Optional<Long> stray = made.isPresent() ? Optional.empty() : sent.flatMap(since -> stray(deposit, since));
        Optional<Long> done = made.or(() -> stray);
        String outcome =
                done.isPresent() ? AuditTrail.DONE : sent.isPresent() ? AuditTrail.UNKNOWN : AuditTrail.NOT_DONE;
        figshare.ended(entry.act(), AccountApi.CREATE, done.orElse(null), outcome);
        if (made.isPresent()) {
            deposit.recognised(made.get());
        } else if (stray.isPresent()) {
            removeStray(deposit, stray.get());
        } else if (entry.tries() >= MOST_TRIES) {
            deposit.giveUp(DepositState.FAILED, text(gaveUp()));
        } else if (check.isUnknown()) {
            deposit.again(DepositState.ACCEPTED, SOON);
        } else {
            create(deposit);
        }
    }

    private void create(DepositLease deposit) {
        try {
            // It may have been accepted before that was known.
            check.mustBeKept();
        } catch (Problem notKept) {
            later(deposit, notKept);
            return;
        }
        deposit.prolong();
        StoredDeposit entry = deposit.entry();
        boolean titled = check.goByTitle();
        ObjectNode body = titled ? asked(deposit) : Marker.on(asked(deposit), entry.id());
        long number;
        try {
            number = figshare.create(entry.act(), body, () -> deposit.drafting(settled, titled));
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // It is due once that can be told.
            }
            if (!failed.wasNotSent()) {
                creates.answered(entry);
            }
            if (failed.retryAfter() == null) {
                refused(deposit, failed);
            } else {
                deposit.again(DepositState.ACCEPTED, failed.retryAfter());
            }
            return;
        } catch (Problem unsent) {
            if (!unsent.type().equals(DepositLease.ACCOUNT_BUSY)) {
                throw unsent;
            }
            deposit.again(DepositState.ACCEPTED, WHILE_ANOTHER_IS_DRAFTED);
            return;
        }
        // First: whatever stops in between, a second draft that came of it is looked for.
        creates.answered(entry);
        deposit.told(number);
    }

    /** By now it can be told whether the draft was made after all: before another create is sent, it is looked for. */
    private void reconcile(DepositLease deposit) {
        Instant intended = deposit.entry().intended();
        if (intended == null) {
            throw new IllegalStateException("Nothing is under way");
        }
        creates.lost(deposit.entry(), intended);
        deposit.retry(DepositState.ACCEPTED, Duration.ZERO);
    }

    /** The draft that a create has made of which nobody knew; what comes later, {@link LateDrafts} finds. */
    private Optional<Long> find(DepositLease deposit, Instant since) {
        ImpersonationContext act = deposit.entry().act();
        var look = new MarkedDrafts.Look() {
            @Override
            public void goesOn() {
                deposit.prolong();
            }

            @Override
            public void misses(long item, FigshareFailure why) {
                throw why; // It may be the one.
            }
        };
        Optional<Long> made = ours(deposit, drafts.of(act, since, look)).map(Marked::item);
        return made.isEmpty() && check.goByTitle() ? titles.find(act, asked(deposit), since) : made;
    }

    /** The draft that Figshare has made of a lost create for the administrator, ignoring whom it was for. */
    private Optional<Long> stray(DepositLease deposit, Instant since) {
        ImpersonationContext act = deposit.entry().act();
        var look = new MarkedDrafts.Look() {
            @Override
            public void goesOn() {
                deposit.prolong();
            }

            @Override
            public void misses(long item, FigshareFailure why) {
                if (!why.mayBeOfOneRecord()) {
                    throw why;
                }
                // If it is the one, LateDrafts finds it: nobody has to wait for it.
            }
        };
        return ours(deposit, drafts.strays(act, since, look))
                .filter(draft -> draft.owner() != act.account())
                .map(Marked::item);
    }

    private void removeStray(DepositLease deposit, long stray) {
        figshare.removeStray(deposit.entry().act(), stray);
        fail(
                deposit,
                new Problem(
                        WRONG_OWNER,
                        "Figshare ignored whom the deposit is for. Its draft has been deleted, and the administrators know."));
    }

    private static Optional<Marked> ours(DepositLease deposit, List<Marked> drafts) {
        return drafts.stream()
                .filter(draft -> draft.deposit().equals(deposit.entry().id()))
                .findFirst();
    }

    /** Is the record that the answer told of really the one that was asked for? Its marker shows that, and nothing else. */
    private void recognise(DepositLease deposit, long told) {
        ImpersonationContext act = deposit.entry().act();
        UUID id = deposit.entry().id();
        Optional<ObjectNode> record = theirs(act, told);
        if (record.filter(shown -> check.goByTitle() || names(shown, id)).isPresent()) {
            deposit.recognised(told);
            deposit.saw(record.get());
            return;
        }
        ObjectNode stray = record.isPresent() ? null : figshare.own(act, told);
        if (stray != null && names(stray, id) && stray.path("account_id").asLong(-1) != act.account()) {
            removeStray(deposit, told);
        } else if (deposit.entry().tries() < MOST_READS) {
            deposit.retry(DepositState.DRAFTING, growing(deposit));
        } else {
            unrecognised(deposit, told, record.isPresent());
        }
    }

    /** Whether it shows it later, has lost it, or has told another number, nobody can tell: it is looked at again, for a day. */
    private void unrecognised(DepositLease deposit, long told, boolean shown) {
        StoredDeposit entry = deposit.entry();
        Optional<Long> other = creates.since(entry.id()).flatMap(since -> find(deposit, since));
        if (other.isPresent()) {
            deposit.recognised(other.get());
        } else if (!shown
                && entry.failing() != null
                && isOver(entry.failing().plus(UNTIL_SHOWN))
                && figshare.isGone(entry.act(), told)) {
            fail(deposit, gone());
        } else {
            if (shown) {
                check.doubt();
            }
            later(deposit, new Problem(GAVE_UP, "Figshare does not show the draft that it has told of."));
        }
    }

    private static Problem gone() {
        return new Problem(GONE, "The draft was deleted at Figshare before it was finished.");
    }

    private static boolean names(ObjectNode record, UUID deposit) {
        return Marker.deposit(record).filter(deposit::equals).isPresent();
    }

    /** Empty also where Figshare refuses it: which answer it has for what is another's is not certain. */
    private Optional<ObjectNode> theirs(ImpersonationContext act, long item) {
        try {
            return Optional.of(figshare.article(act, item));
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
    private void finish(DepositLease deposit, long item) {
        ImpersonationContext act = deposit.entry().act();
        ObjectNode seen = deposit.takeSeen();
        Optional<ObjectNode> there = seen == null ? theirs(act, item) : Optional.of(seen);
        if (there.isEmpty()) {
            vanished(deposit, item);
            return;
        }
        ObjectNode record = there.get();
        ObjectNode asked = asked(deposit);
        ObjectNode authors = asked.path("authors") instanceof ArrayNode wanted
                ? Authors.correction(wanted, record.path("authors"))
                : null;
        ArrayNode keywords = Marker.without(asked);
        if (authors != null || !check.goByTitle()) {
            ObjectNode edit = authors == null ? figshare.empty() : authors;
            figshare.patch(act, FINISH, item, edit.set("keywords", keywords));
            deposit.prolong();
            record = figshare.article(act, item);
        }
        boolean marked = Marker.deposit(record).isPresent();
        boolean stale = !check.goByTitle()
                && !keywords.isEmpty()
                && Marker.without(record).isEmpty();
        boolean mayShow = deposit.entry().tries() < MOST_READS;
        if (marked && !mayShow) {
            deposit.giveUp(DepositState.FAILED, text(gaveUp()));
        } else if (marked || (stale && mayShow)) {
            deposit.retry(DepositState.DRAFTING, growing(deposit));
        } else {
            deposit.saw(record);
            rest(deposit);
        }
    }

    /** It has been seen, and is not shown any more. */
    private void vanished(DepositLease deposit, long item) {
        if (deposit.entry().tries() < MOST_READS) {
            deposit.retry(DepositState.DRAFTING, growing(deposit));
        } else if (figshare.isGone(deposit.entry().act(), item)) {
            fail(deposit, gone());
        } else {
            later(deposit, gaveUp());
        }
    }

    private void rest(DepositLease deposit) {
        if (files.areAwaited(deposit.entry().id())) {
            deposit.rest(DepositState.UPLOADING, null);
        } else if (deposit.entry().publish()) {
            deposit.begin(DepositState.PUBLISHING);
        } else {
            deposit.rest(DepositState.READY, null);
        }
    }

    private static Duration growing(DepositLease deposit) {
        return SOON.multipliedBy(deposit.entry().tries() + 1L);
    }

    private void publish(DepositLease deposit, long item) {
        StoredDeposit entry = deposit.entry();
        ImpersonationContext act = entry.act();
        ObjectNode seen = deposit.takeSeen();
        ObjectNode record = seen == null ? figshare.article(act, item) : seen;
        if (entry.intended() != null) {
            boolean shown = Publication.outcome(record).isPresent();
            figshare.ended(act, AccountApi.PUBLISH, item, shown ? AuditTrail.DONE : AuditTrail.UNKNOWN);
            look(deposit, record, entry.intended());
            return;
        }
        if (entry.tries() >= MOST_TRIES) {
            deposit.giveUp(DepositState.READY, text(gaveUp()));
            return;
        }
        if (entry.failing() != null && Publication.outcome(record).isPresent()) {
            // A refusal was no proof that it had not been published.
            look(deposit, record, entry.failing());
            return;
        }
        if (Marker.deposit(record).isPresent()) {
            figshare.patch(act, FINISH, item, figshare.empty().set("keywords", Marker.without(record)));
            deposit.retry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        if (figshare.wasLost(entry.id(), ItemFiles.ADD)) {
            var there = new ItemFiles(figshare, act, item);
            Set<Long> late = there.late(files.of(entry.id()));
            if (!late.isEmpty()) {
                there.delete(late);
                deposit.retry(DepositState.PUBLISHING, Duration.ZERO);
                return;
            }
        }
        Optional<Problem> incomplete = publication.gaps(record);
        if (incomplete.isPresent()) {
            rest(deposit, incomplete.get());
            return;
        }
        try {
            figshare.publish(act, item, () -> deposit.intend(settled));
            if (Publication.isHeldBack(record)) {
                deposit.rest(DepositState.EMBARGOED, null);
            } else {
                deposit.wait(Duration.ZERO);
            }
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // It is due once that can be told.
            }
            if (failed.retryAfter() == null) {
                refused(deposit, failed);
            } else {
                deposit.again(DepositState.PUBLISHING, failed.retryAfter());
            }
        }
    }

    /** What became of it? Published is what everybody can read; the catalogue knows it at once. */
    private void look(DepositLease deposit, ObjectNode record, Instant intended) {
        Optional<DepositState> outcome = Publication.outcome(record);
        if (outcome.isEmpty()) {
            unpublished(deposit, intended);
        } else if (outcome.get() == DepositState.PUBLISHED
                && !items.renew(deposit.entry().record())
                && !isOver(intended.plus(UNTIL_PUBLIC))) {
            deposit.wait(BETWEEN_LOOKS);
        } else {
            deposit.rest(outcome.get(), null);
        }
    }

    /** One that Figshare has taken is not sent again, however late it shows: that would make another version. */
    private void unpublished(DepositLease deposit, Instant intended) {
        boolean taken = figshare.wasDone(deposit.entry().id(), AccountApi.PUBLISH, intended);
        if (!isOver(intended.plus(taken ? UNTIL_SHOWN : settled))) {
            deposit.wait(taken ? BETWEEN_LOOKS : SOON);
        } else if (taken) {
            deposit.giveUp(
                    DepositState.READY,
                    text(new Problem(GAVE_UP, "Figshare has taken the publication, and does not show it.")));
        } else {
            deposit.retry(DepositState.PUBLISHING, Duration.ZERO);
        }
    }

    private static boolean isOver(Instant moment) {
        return Instant.now().isAfter(moment);
    }

    private ObjectNode asked(DepositLease deposit) {
        try {
            return (ObjectNode) json.readTree(deposit.entry().asked());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private void fail(DepositLease deposit, RuntimeException why) {
        deposit.rest(DepositState.FAILED, text(why));
    }

    /** The draft is as good as it was. */
    private void rest(DepositLease deposit, RuntimeException why) {
        deposit.rest(DepositState.READY, text(why));
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
