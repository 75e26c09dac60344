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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Follows what only the administrator is told: departments, people and the definitions of custom fields (FACTS 1.5). */
@Singleton
public class DirectorySync {

    private static final int ACCOUNTS = 1_000;
    private static final int LAST_PAGE = 9;

    /** Only an account's own record tells its group: a call for each person, so not often. */
    private static final Duration PLACED_FOR = Duration.ofDays(7);

    private final BackgroundJobs background;
    private final Database database;
    private final Directory directory;
    private final FailedRecords failedRecords;
    private final Vocabularies vocabularies;
    private final InstitutionClient client;
    private final FigshareApi figshare;
    private final AdministratorToken token;
    private final CatalogueConfig config;

    DirectorySync(
            BackgroundJobs background,
            Database database,
            Directory directory,
            FailedRecords failedRecords,
            Vocabularies vocabularies,
            @RestClient InstitutionClient client,
            FigshareApi figshare,
            AdministratorToken token,
            CatalogueConfig config) {
        this.background = background;
        this.database = database;
        this.directory = directory;
        this.failedRecords = failedRecords;
        this.vocabularies = vocabularies;
        this.client = client;
        this.figshare = figshare;
        this.token = token;
        this.config = config;
    }

    void tell(@Observes StartupEvent start) {
        if (database.inUse() && !token.isConfigured()) {
            Log.warn("No departments, people and custom fields: they need the administrator's token"
                    + " (figshare.token or figshare.token-file)");
        }
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        if (token.isConfigured()) {
            background.every(config.departmentsInterval(), "departments", this::departments);
            background.every(config.referenceInterval(), "custom fields", this::customFields);
            background.every(config.peopleInterval(), "people", this::people);
            background.run("people", this::retryDue);
        }
    }

    public void departments() {
        directory.keepDepartments(background.call(() -> figshare.read(CallPriority.SYNC, client::groups)));
    }

    /** Figshare may take this call away after 2026 (FACTS section 0): then there are none. */
    public void customFields() {
        try {
            vocabularies.keep(
                    Vocabularies.CUSTOM_FIELDS,
                    background.call(() -> figshare.read(CallPriority.SYNC, client::customFields)));
        } catch (FigshareFailure refused) {
            switch (refused.kind()) {
                case NOT_FOUND, REFUSED, INVALID -> vocabularies.keep(Vocabularies.CUSTOM_FIELDS, List.of());
                default -> throw refused;
            }
        }
    }

    public void people() {
        List<InstitutionClient.Account> accounts = accounts();
        directory.keepPeople(accounts);
        Map<Long, Long> numbers = new HashMap<>();
        accounts.forEach(account -> {
            if (account != null && account.id() != null && account.userId() != null) {
                numbers.put(account.userId(), account.id());
            }
        });
        Set<Long> unplaced = new LinkedHashSet<>(directory.unplaced(PLACED_FOR));
        unplaced.retainAll(numbers.keySet());
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.PERSON, than -> another(numbers, than));
        run.retain(unplaced);
        for (Long author : unplaced) {
            if (!run.contains(author)) {
                run.process(author, null, () -> place(author, numbers));
            }
        }
        run.storeFailures();
        run.retryDue(author -> place(author, numbers));
    }

    /** The numbers of accounts are not kept, so that all accounts are listed again for those that are due. */
    public void retryDue() {
        if (failedRecords.isRetryDue(FailedRecords.Kind.PERSON)) {
            people();
        }
    }

    private void another(Map<Long, Long> numbers, Long[] than) {
        List<Long> others = new ArrayList<>(numbers.keySet());
        others.removeAll(List.of(than));
        if (!others.isEmpty()) {
            account(numbers, others.get(ThreadLocalRandom.current().nextInt(others.size())));
        }
    }

    private InstitutionClient.Account account(Map<Long, Long> numbers, long author) {
        long account = Objects.requireNonNull(numbers.get(author));
        return background.call(() -> figshare.readRecord(() -> client.account(account)));
    }

    /** Keeps in which department a person is, or that they are in none; whether there is one. */
    private boolean place(long author, Map<Long, Long> numbers) {
        Long group;
        try {
            group = account(numbers, author).groupId();
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
            group = null;
        }
        directory.place(author, group == null || group == 0 ? null : group);
        return group != null;
    }

    private List<InstitutionClient.Account> accounts() {
        List<InstitutionClient.Account> all = new ArrayList<>();
        long from = 0;
        int page = 1;
        while (true) {
            long first = from;
            int number = page;
            List<InstitutionClient.Account> some = background.call(
                    () -> figshare.read(CallPriority.SYNC, () -> client.accounts(first, number, ACCOUNTS)));
            all.addAll(some);
            if (some.size() < ACCOUNTS) {
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
