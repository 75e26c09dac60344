package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.RichText;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.figshare.Dates;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the draft of a lost create by its title, if Figshare does not keep a {@code Marker}. It may mistake a draft
 * that the person created by hand for the deposit's, so {@code campus.deposits.find-by-title} has to permit it.
 */
@Singleton
class TitledDrafts {

    private static final int MAX_RECORDS = 100;

    /**
     * The largest assumed difference of Figshare's and PostgreSQL's clocks. Older records cannot be the draft of the
     * create.
     */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(30);

    private final AccountApi accounts;
    private final DepositStore store;

    TitledDrafts(AccountApi accounts, DepositStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    /**
     * Returns a draft with the title that no deposit has. There is at most one, since this service creates the drafts
     * of an account one after the other.
     *
     * @param draftBody the body of the create
     * @param since     when the create was about to be sent
     */
    Optional<Long> find(ImpersonationContext context, ObjectNode draftBody, Instant since) {
        String title = draftBody.path("title").asText();
        List<Long> matching = accounts.articles(context, 1, MAX_RECORDS).stream()
                .filter(record -> RichText.isSameText(record.path("title").asText(), title))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isAfter(since.minus(MAX_CLOCK_SKEW));
                })
                .map(record -> record.path("id").asLong())
                .toList();
        Set<Long> alreadyFound = store.itemsOfDeposits(matching);
        return matching.stream()
                .filter(id -> id > 0 && !alreadyFound.contains(id))
                .findFirst();
    }
}
