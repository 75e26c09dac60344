package io.campusfigshare.deposit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.Sync;
import io.campusfigshare.deposit.MarkedDrafts.Marked;
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

/**
 * Carries a deposit on, step by step, until it rests. What a step is about to do is written down before its call, and what
 * came of it before the next: whoever finds it there, after a crash or not, can go on. What may be repeated is repeated; a
 * create whose outcome nobody knows is looked for first.
 */
@Singleton
class Course {

    private static final ProblemType WRONG_OWNER =
            new ProblemType("wrong-owner", 502, "Figshare made the record for somebody else");
    private static final ProblemType GAVE_UP =
            new ProblemType("deposit-failed", 502, "Figshare could not be brought to do it");

    /** The edit of ours after a create. */
    private static final String FINISH = "finish";

    private static final int MOST_TRIES = 8;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WHILE_ANOTHER_IS_DRAFTED = Duration.ofMillis(300);

    /** A publication may be invisible for a minute (FACTS 1.2). */
    private static final Duration UNTIL_PUBLIC = Duration.ofMinutes(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** How long a step is tried again that fails for a reason that may pass. */
    private static final Duration A_DAY = Duration.ofDays(1);

    private static final Duration FIRST_TRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final OnBehalf figshare;
    private final MarkedDrafts drafts;
    private final UnknownCreates unknown;
    private final TitledDrafts titles;
    private final MarkerCheck check;
    private final FileLedger files;
    private final Publication publication;
    private final Sync items;
    private final ObjectMapper json;
    private final Duration settled;

    Course(
            OnBehalf figshare,
            MarkedDrafts drafts,
            UnknownCreates unknown,
            TitledDrafts titles,
            MarkerCheck check,
            FileLedger files,
            Publication publication,
            Sync items,
            FigshareConfig config,
            ObjectMapper json) {
        this.figshare = figshare;
        this.drafts = drafts;
        this.unknown = unknown;
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
    void run(Held deposit, long until) {
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
                OnBehalf.pause(wait);
            }
            step(deposit);
        }
    }

    private void step(Held deposit) {
        Entry entry = deposit.entry();
        try {
            switch (entry.state()) {
                case ACCEPTED -> draft(deposit);
                case DRAFTING -> {
                    if (entry.item() == null) {
                        reconcile(deposit);
                    } else {
                        verify(deposit, entry.item());
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
                refused(deposit, failed);
            }
        }
    }

    /** Figshare does not do it. What it says of the values is final; all else may be of the moment. */
    private void refused(Held deposit, FigshareFailure why) {
        Entry entry = deposit.entry();
        State ended = entry.state() == State.PUBLISHING ? State.READY : State.FAILED;
        if (why.kind() == FigshareFailure.Kind.INVALID) {
            deposit.rest(ended, text(why));
            return;
        }
        Duration failing = entry.failing() == null ? Duration.ZERO : Duration.between(entry.failing(), Instant.now());
        if (failing.compareTo(A_DAY) > 0) {
            deposit.giveUp(ended, text(why));
            return;
        }
        // The draft of a publication that waits can be edited and deleted.
        State again = ended == State.READY ? ended : entry.item() == null ? State.ACCEPTED : entry.state();
        // As long as it has failed already: each wait is twice the one before.
        deposit.setBack(again, text(why), clamp(failing));
    }

    private static Duration clamp(Duration wait) {
        return wait.compareTo(FIRST_TRY) < 0 ? FIRST_TRY : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void draft(Held deposit) {
        deposit.prolong();
        ObjectNode asked = asked(deposit);
        ObjectNode body =
                check.goByTitle() ? asked : Marker.on(asked, deposit.entry().id());
        long item;
        try {
            item = figshare.create(deposit.entry().act(), body, () -> deposit.drafting(settled));
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // It is due once that can be told.
            }
            if (failed.retryAfter() == null) {
                refused(deposit, failed);
            } else {
                deposit.again(State.ACCEPTED, failed.retryAfter());
            }
            return;
        } catch (Problem unsent) {
            if (!unsent.type().equals(Held.ACCOUNT_BUSY)) {
                throw unsent;
            }
            deposit.again(State.ACCEPTED, WHILE_ANOTHER_IS_DRAFTED);
            return;
        }
        deposit.drafted(item);
    }

    /** Was the draft made after all? Its marker tells; what comes later, {@link LateDrafts} finds. */
    private void reconcile(Held deposit) {
        Act act = deposit.entry().act();
        Instant intended = deposit.entry().intended();
        if (intended == null) {
            throw new IllegalStateException("Nothing is under way");
        }
        figshare.lost(act, "create", null, intended);
        Instant since = unknown.enter(deposit.entry(), intended).since();
        Optional<Long> made = ours(deposit, drafts.of(act, since)).or(() -> ours(deposit, drafts.strays(act, since)));
        if (made.isEmpty() && check.goByTitle()) {
            made = titles.find(act, asked(deposit), intended);
        }
        if (made.isPresent()) {
            deposit.drafted(made.get());
        } else if (deposit.entry().tries() >= MOST_TRIES) {
            deposit.giveUp(State.FAILED, text(gaveUp()));
        } else {
            deposit.retry(State.ACCEPTED, Duration.ZERO);
        }
    }

    private static Optional<Long> ours(Held deposit, List<Marked> drafts) {
        return drafts.stream()
                .filter(draft -> draft.deposit().equals(deposit.entry().id()))
                .map(Marked::item)
                .findFirst();
    }

    /** Is it theirs, and does it say by whom it is as it was asked to, without the marker? One edit puts both right. */
    private void verify(Held deposit, long item) {
        Act act = deposit.entry().act();
        ObjectNode record;
        try {
            record = figshare.article(act, item);
        } catch (Problem absent) {
            if (absent.type().status() != 404 && absent.type().status() != 403) {
                throw absent;
            }
            ObjectNode stray = figshare.own(act, item);
            if (stray != null && stray.path("account_id").asLong(-1) != act.account()) {
                figshare.removeStray(act, item);
                fail(
                        deposit,
                        new Problem(
                                WRONG_OWNER,
                                "Figshare ignored whom the deposit is for. Its draft has been deleted, and the administrators know."));
            } else {
                verifyAgain(deposit, SOON);
            }
            return;
        }
        ObjectNode asked = asked(deposit);
        ObjectNode authors = asked.path("authors") instanceof ArrayNode wanted
                ? Authors.correction(wanted, record.path("authors"))
                : null;
        if (Marker.deposit(record).isPresent()) {
            ObjectNode edit = authors == null ? figshare.empty() : authors;
            figshare.patch(act, FINISH, item, edit.set("keywords", Marker.without(asked)));
            deposit.prolong();
            record = figshare.article(act, item);
            if (Marker.deposit(record).isPresent()) {
                verifyAgain(deposit, SOON);
                return;
            }
            deposit.saw(record);
        } else if (authors != null) {
            figshare.put(act, "set authors", item, "authors", authors);
        } else {
            deposit.saw(record);
        }
        if (files.areAwaited(deposit.entry().id())) {
            deposit.rest(State.UPLOADING, null);
        } else if (deposit.entry().publish()) {
            deposit.begin(State.PUBLISHING);
        } else {
            deposit.rest(State.READY, null);
        }
    }

    private void verifyAgain(Held deposit, Duration wait) {
        if (deposit.entry().tries() >= MOST_TRIES) {
            deposit.giveUp(State.FAILED, text(gaveUp()));
        } else {
            deposit.retry(State.DRAFTING, wait);
        }
    }

    private void publish(Held deposit, long item) {
        Entry entry = deposit.entry();
        Act act = entry.act();
        ObjectNode seen = deposit.takeSeen();
        ObjectNode record = seen == null ? figshare.article(act, item) : seen;
        if (entry.intended() != null) {
            figshare.lost(act, "publish", item, entry.intended());
            look(deposit, record, entry.intended());
            return;
        }
        if (entry.tries() >= MOST_TRIES) {
            deposit.giveUp(State.READY, text(gaveUp()));
            return;
        }
        if (Marker.deposit(record).isPresent()) {
            figshare.patch(act, FINISH, item, figshare.empty().set("keywords", Marker.without(record)));
            deposit.retry(State.PUBLISHING, Duration.ZERO);
            return;
        }
        if (figshare.wasLost(entry.id(), ItemFiles.ADD)) {
            var there = new ItemFiles(figshare, act, item);
            Set<Long> late = there.late(files.of(entry.id()));
            if (!late.isEmpty()) {
                there.delete(late);
                deposit.retry(State.PUBLISHING, Duration.ZERO);
                return;
            }
        }
        try {
            publication.check(record);
        } catch (Problem incomplete) {
            if (!incomplete.type().equals(Gaps.INCOMPLETE)) {
                throw incomplete;
            }
            rest(deposit, incomplete);
            return;
        }
        try {
            figshare.publish(act, item, () -> deposit.intend(settled));
            if (Publication.isHeldBack(record)) {
                deposit.rest(State.EMBARGOED, null);
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
                deposit.again(State.PUBLISHING, failed.retryAfter());
            }
        }
    }

    /** What became of it? Published is what everybody can read; the catalogue knows it at once. */
    private void look(Held deposit, ObjectNode record, Instant intended) {
        Optional<State> outcome = Publication.outcome(record);
        if (outcome.isEmpty()) {
            if (isOver(intended.plus(settled))) {
                deposit.retry(State.PUBLISHING, Duration.ZERO);
            } else {
                deposit.wait(SOON);
            }
        } else if (outcome.get() == State.PUBLISHED
                && !items.renew(deposit.entry().record())
                && !isOver(intended.plus(UNTIL_PUBLIC))) {
            deposit.wait(BETWEEN_LOOKS);
        } else {
            deposit.rest(outcome.get(), null);
        }
    }

    private static boolean isOver(Instant moment) {
        return Instant.now().isAfter(moment);
    }

    private ObjectNode asked(Held deposit) {
        try {
            return (ObjectNode) json.readTree(deposit.entry().asked());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private void fail(Held deposit, RuntimeException why) {
        deposit.rest(State.FAILED, text(why));
    }

    /** The draft is as good as it was. */
    private void rest(Held deposit, RuntimeException why) {
        deposit.rest(State.READY, text(why));
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
