package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.ImpersonationContext;
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
 * Finds the draft of a lost create by its title, where Figshare keeps no {@code Marker}. It may find a draft that the person has made by
 * hand; therefore {@code campus.deposits.find-by-title} has to allow it.
 */
@Singleton
class TitledDrafts {

    private static final int PAGE_SIZE = 100;

    /** The largest difference between Figshare's clock and PostgreSQL's. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final AccountApi figshare;
    private final DepositStore store;

    TitledDrafts(AccountApi figshare, DepositStore store) {
        this.figshare = figshare;
        this.store = store;
    }

    /** Returns a new draft of the account with the title of the create. Only one create of an account is sent at a time. */
    Optional<Long> find(ImpersonationContext context, ObjectNode asked, Instant intended) {
        String title = asked.path("title").asText();
        List<Long> titled = figshare.articles(context, 1, PAGE_SIZE).stream()
                .filter(record -> RichText.readTheSame(record.path("title").asText(), title))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isAfter(intended.minus(CLOCK_SKEW));
                })
                .map(record -> record.path("id").asLong())
                .toList();
        Set<Long> known = store.itemsOfDeposits(titled);
        return titled.stream().filter(id -> id > 0 && !known.contains(id)).findFirst();
    }
}
