package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Depositor;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.answer.DepositPage;
import io.campusfigshare.deposit.answer.EventPage;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads deposits: one, a page of a person's, and the events of one. Its methods block. */
@Singleton
class Deposits {

    private final DepositAccess access;
    private final DepositStore store;
    private final DepositRecords records;
    private final DepositViews views;
    private final AccountApi accounts;
    private final AuditTrail audit;
    private final Articles articles;

    Deposits(
            DepositAccess access,
            DepositStore store,
            DepositRecords records,
            DepositViews views,
            AccountApi accounts,
            AuditTrail audit,
            Articles articles) {
        this.access = access;
        this.store = store;
        this.records = records;
        this.views = views;
        this.accounts = accounts;
        this.audit = audit;
        this.articles = articles;
    }

    Deposit get(Caller caller, @Nullable String requestId, UUID id) {
        StoredDeposit deposit = access.toRead(caller, id);
        ObjectNode record = deposit.item() == null || deposit.state().isInProgress()
                ? null
                : records.require(deposit.context().by(caller, requestId), deposit.item());
        return views.view(deposit, record);
    }

    DepositPage list(Caller caller, @Nullable String requestId, String name, int page, int size) {
        Depositor depositor = access.depositorToRead(caller, name);
        var context = new ImpersonationContext(
                caller.program(), caller.subject(), depositor.campusId(), depositor.account(), null, requestId);
        List<ObjectNode> listed = accounts.articles(context, page, size);
        Map<Long, UUID> deposits =
                store
                        .withItems(listed.stream()
                                .map(record -> record.path("id").asLong())
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(StoredDeposit::requireItem, StoredDeposit::id));
        return new DepositPage(
                listed.stream()
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
                deposit == null ? null : views.url(deposit));
    }

    EventPage events(Caller caller, UUID id, long after, int size) {
        access.toReadEvents(caller, id);
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
}
