package io.campusfigshare.catalogue.directory;

import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.campusfigshare.figshare.guard.CallPriority;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Copies departments, people and definitions of custom fields from Figshare to the catalogue. Figshare returns them to
 * the administrator only (FACTS 1.5).
 */
@Singleton
public class DirectorySync {

    private static final int PAGE_SIZE = 1_000;
    private static final int LAST_PAGE = 9;

    /** How often the department of a person is looked up. It needs a call for each person. */
    private static final Duration DEPARTMENT_MAX_AGE = Duration.ofDays(7);

    /** People without public items are seen by the staff only, so they wait for the others. */
    private static final Duration DEPARTMENT_MAX_AGE_WITHOUT_ITEMS = Duration.ofDays(30);

    private static final int WITHOUT_ITEMS_AT_ONCE = 200;

    private final BackgroundJobs background;
    private final Database database;
    private final DirectoryWriter writer;
    private final FailedRecords failedRecords;
    private final Vocabularies vocabularies;
    private final InstitutionClient client;
    private final FigshareApi figshare;
    private final AdministratorToken token;
    private final CatalogueConfig config;

    DirectorySync(
            BackgroundJobs background,
            Database database,
            DirectoryWriter writer,
            FailedRecords failedRecords,
            Vocabularies vocabularies,
            @RestClient InstitutionClient client,
            FigshareApi figshare,
            AdministratorToken token,
            CatalogueConfig config) {
        this.background = background;
        this.database = database;
        this.writer = writer;
        this.failedRecords = failedRecords;
        this.vocabularies = vocabularies;
        this.client = client;
        this.figshare = figshare;
        this.token = token;
        this.config = config;
    }

    void warnWithoutToken(@Observes StartupEvent start) {
        if (database.inUse() && !token.isConfigured()) {
            Log.warn("Departments, people and custom fields are not available: they need the administrator's token"
                    + " (figshare.token or figshare.token-file)");
        }
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void schedule() {
        if (token.isConfigured()) {
            background.every(config.departmentsInterval(), "departments", this::departments);
            background.every(config.referenceInterval(), "custom fields", this::customFields);
            background.every(config.peopleInterval(), "people", this::people);
            background.run("people", this::retryDue);
        }
    }

    public void departments() {
        writer.replaceDepartments(background.call(() -> figshare.read(CallPriority.SYNC, client::groups)));
    }

    /** Figshare may remove this call after 2026 (FACTS section 0): then there are no custom fields. */
    public void customFields() {
        try {
            vocabularies.store(
                    Vocabularies.CUSTOM_FIELDS,
                    background.call(() -> figshare.read(CallPriority.SYNC, client::customFields)));
        } catch (FigshareFailure refused) {
            switch (refused.kind()) {
                case NOT_FOUND, REFUSED, INVALID -> vocabularies.store(Vocabularies.CUSTOM_FIELDS, List.of());
                default -> throw refused;
            }
        }
    }

    public void people() {
        Instant listed = Instant.now();
        List<InstitutionClient.Account> accounts = accounts();
        writer.replacePeople(accounts, listed);
        Map<Long, Long> numbers = new HashMap<>();
        accounts.forEach(account -> {
            if (account != null && account.id() != null && account.userId() != null) {
                numbers.put(account.userId(), account.id());
            }
        });
        Set<Long> due = new LinkedHashSet<>(writer.dueForDepartment(DEPARTMENT_MAX_AGE));
        due.addAll(writer.dueWithoutItems(DEPARTMENT_MAX_AGE_WITHOUT_ITEMS, WITHOUT_ITEMS_AT_ONCE));
        due.retainAll(numbers.keySet());
        FailedRecords.Run run =
                failedRecords.run(FailedRecords.Kind.PERSON, excluded -> readAnother(numbers, excluded));
        run.retain(due);
        for (Long author : due) {
            if (!run.contains(author)) {
                run.process(author, null, () -> storeDepartment(author, numbers));
            }
        }
        run.storeFailures();
        run.retryDue(author -> storeDepartment(author, numbers));
    }

    /** Lists all accounts again if a failed record is due: account numbers are not stored. */
    public void retryDue() {
        if (failedRecords.isRetryDue(FailedRecords.Kind.PERSON)) {
            people();
        }
    }

    private void readAnother(Map<Long, Long> numbers, Long[] excluded) {
        List<Long> others = new ArrayList<>(numbers.keySet());
        others.removeAll(List.of(excluded));
        if (!others.isEmpty()) {
            account(numbers, others.get(ThreadLocalRandom.current().nextInt(others.size())));
        }
    }

    private InstitutionClient.Account account(Map<Long, Long> numbers, long author) {
        long account = Objects.requireNonNull(numbers.get(author));
        return background.call(() -> figshare.readRecord(() -> client.account(account)));
    }

    /** Stores the department of a person, or that there is none. Returns whether there is one. */
    private boolean storeDepartment(long author, Map<Long, Long> numbers) {
        Long group;
        try {
            group = account(numbers, author).groupId();
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            group = null;
        }
        writer.storeDepartment(author, group == null || group == 0 ? null : group);
        return group != null;
    }

    /** Works whether Figshare lists all accounts by default, or active ones only. */
    private List<InstitutionClient.Account> accounts() {
        List<InstitutionClient.Account> all = accounts(null);
        if (all.stream().noneMatch(account -> account != null && Boolean.FALSE.equals(account.active()))) {
            all.addAll(accounts(0));
        }
        return all;
    }

    /** @param active 0 for accounts that are not active; null for those that Figshare lists by default */
    private List<InstitutionClient.Account> accounts(@Nullable Integer active) {
        List<InstitutionClient.Account> all = new ArrayList<>();
        long from = 0;
        int page = 1;
        while (true) {
            long first = from;
            int number = page;
            List<InstitutionClient.Account> listed = background.call(
                    () -> figshare.read(CallPriority.SYNC, () -> client.accounts(active, first, number, PAGE_SIZE)));
            all.addAll(listed);
            if (listed.size() < PAGE_SIZE) {
                return all;
            }
            page++;
            if (page > LAST_PAGE) {
                from = all.stream()
                                .filter(Objects::nonNull)
                                .map(InstitutionClient.Account::id)
                                .filter(Objects::nonNull)
                                .mapToLong(id -> id)
                                .max()
                                .orElse(from)
                        + 1;
                page = 1;
            }
        }
    }
}
