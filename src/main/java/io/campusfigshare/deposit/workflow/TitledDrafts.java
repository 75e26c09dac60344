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
 * Finds a lost create by its title, for a Figshare that keeps no {@code Marker}. It may take a draft for ours that the person
 * has made by hand, so that it has to be allowed by {@code campus.deposits.find-by-title}.
 */
@Singleton
class TitledDrafts {

    private static final int LOOKED_THROUGH = 100;

    /** How much Figshare's clock may differ from PostgreSQL's: what was made that long before is not ours. */
    private static final Duration CLOCKS = Duration.ofSeconds(30);

    private final AccountApi figshare;
    private final DepositStore store;

    TitledDrafts(AccountApi figshare, DepositStore store) {
        this.figshare = figshare;
        this.store = store;
    }

    /** A new draft of the account with that title: drafts of an account are made one after the other. */
    Optional<Long> find(ImpersonationContext context, ObjectNode asked, Instant intended) {
        String title = asked.path("title").asText();
        List<Long> titled = figshare.articles(context, 1, LOOKED_THROUGH).stream()
                .filter(record -> RichText.readTheSame(record.path("title").asText(), title))
                .filter(record -> {
                    Instant created = Dates.utc(record.path("created_date").asText(""));
                    return created != null && created.isAfter(intended.minus(CLOCKS));
                })
                .map(record -> record.path("id").asLong())
                .toList();
        Set<Long> known = store.answered(titled);
        return titled.stream().filter(id -> id > 0 && !known.contains(id)).findFirst();
    }
}
