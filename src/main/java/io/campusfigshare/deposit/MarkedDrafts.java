package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The drafts at Figshare that bear a {@link Marker}, and that no deposit is known to have. */
@Singleton
class MarkedDrafts {

    /** A tenth of what a page may have (FACTS 3): a list that is cut shorter than asked would look like its end. */
    private static final int PAGE = 100;

    /** More than Figshare lists of anything (FACTS 3). */
    private static final int MOST_PAGES = 100;

    /** How much Figshare's clock may differ from PostgreSQL's: what was made that long before is not ours. */
    static final Duration CLOCKS = Duration.ofHours(1);

    private final OnBehalf figshare;
    private final Ledger ledger;

    MarkedDrafts(OnBehalf figshare, Ledger ledger) {
        this.figshare = figshare;
        this.ledger = ledger;
    }

    /**
     * A draft with a marker.
     *
     * @param item    Figshare's number of it
     * @param deposit whom its marker names
     */
    record Marked(long item, UUID deposit) {}

    /** Who looks, and where. */
    private interface Account {

        List<ObjectNode> page(int page);

        Optional<ObjectNode> record(long item);
    }

    /** Those of the account that were made since. */
    List<Marked> of(Act act, Instant since) {
        return marked(since, new Account() {
            @Override
            public List<ObjectNode> page(int page) {
                return figshare.articles(act, page, PAGE);
            }

            @Override
            public Optional<ObjectNode> record(long item) {
                try {
                    return Optional.of(figshare.article(act, item));
                } catch (Problem absent) {
                    if (OnBehalf.isAbsent(absent)) {
                        return Optional.empty();
                    }
                    throw absent;
                }
            }
        });
    }

    /** Those that the administrator has: there they come when Figshare ignores whom a create is for. */
    List<Marked> strays(Act act, Instant since) {
        return marked(since, new Account() {
            @Override
            public List<ObjectNode> page(int page) {
                return figshare.strays(act, page, PAGE);
            }

            @Override
            public Optional<ObjectNode> record(long item) {
                return Optional.ofNullable(figshare.own(act, item));
            }
        });
    }

    /** A list tells no keywords (FACTS 1.2): what is new in it is read one by one. */
    private List<Marked> marked(Instant since, Account account) {
        List<Marked> marked = new ArrayList<>();
        List<Long> recent = recent(since, account);
        Set<Long> known = ledger.known(recent);
        for (long item : recent) {
            if (!known.contains(item)) {
                account.record(item)
                        .flatMap(Marker::deposit)
                        .ifPresent(deposit -> marked.add(new Marked(item, deposit)));
            }
        }
        return marked;
    }

    private static List<Long> recent(Instant since, Account account) {
        List<Long> recent = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            List<ObjectNode> records;
            try {
                records = account.page(page);
            } catch (FigshareFailure end) {
                // How deep a list may be read is not certain (FACTS 3).
                if (page == 1 || end.kind() != FigshareFailure.Kind.INVALID) {
                    throw end;
                }
                break;
            }
            records.stream()
                    .filter(record -> {
                        Instant created = Dates.utc(record.path("created_date").asText(""));
                        return created == null || created.isAfter(since.minus(CLOCKS));
                    })
                    .map(record -> record.path("id").asLong())
                    .filter(id -> id > 0 && !recent.contains(id))
                    .forEach(recent::add);
            if (records.size() < PAGE) {
                break;
            }
        }
        return recent;
    }
}
