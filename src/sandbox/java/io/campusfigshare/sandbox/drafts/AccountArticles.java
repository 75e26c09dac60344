package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Accounts;
import io.campusfigshare.sandbox.accounts.Authors;
import io.campusfigshare.sandbox.articles.ArticleRoutes;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The articles of all accounts, drafts and published ones, in order of creation. */
public final class AccountArticles {

    /** Above the numbers of all other articles. */
    private static final long FIRST_ID = 100_000_000;

    private static final int MAX_DRAFTS = 20_000;
    private static final int MAX_RECORD_CHARACTERS = 256 * 1024;
    private static final long MAX_TOTAL_CHARACTERS = 400_000_000;

    private final InstantSource clock;
    private final SandboxData data;
    private final Accounts accounts;
    private final Uploads uploads;
    private final Map<Long, JsonObject> seededEntries = new HashMap<>();
    private final Map<Long, Long> owners = new LinkedHashMap<>();
    private final Map<Long, AccountArticle> loaded = new HashMap<>();
    private final Map<Long, Long> characters = new HashMap<>();
    private final Map<Long, String> groupCodes = Seeds.list("groups").stream()
            .collect(Collectors.toMap(group -> group.getLong("id"), group -> group.getString("resource_id")));
    private long totalCharacters;
    private long nextId;

    AccountArticles(InstantSource clock, SandboxData data, Accounts accounts, Uploads uploads) {
        this.uploads = uploads;
        this.clock = clock;
        this.nextId = FIRST_ID + clock.millis();
        this.data = data;
        this.accounts = accounts;
        Seeds.list("account-articles").forEach(entry -> seededEntries.put(entry.getLong("id"), entry));
        reset();
    }

    void reset() {
        owners.clear();
        loaded.values().forEach(article -> article.files().values().forEach(DraftFile::discard));
        loaded.clear();
        characters.clear();
        totalCharacters = 0;
        data.articles().items().stream()
                .sorted(Comparator.comparingLong(item -> item.facets().created()))
                .forEach(item -> assignOwner(item.id()));
        long administrator = accounts.administrator().getLong("id");
        seededEntries.keySet().stream().sorted().forEach(id -> owners.put(id, administrator));
    }

    /** Makes the first author with an account the owner of a public article; does nothing if no author has one. */
    public void assignOwner(long id) {
        data.articles()
                .find(id)
                .flatMap(item -> Item.objects(item.latest(), "authors")
                        .flatMap(author -> accounts.findByUserId(Item.number(author, "id", 0)).stream())
                        .findFirst())
                .ifPresent(account -> owners.put(id, account.getLong("id")));
    }

    /**
     * Returns a number for a new article or file. Figshare never gives a number twice. Numbers therefore begin at the
     * clock's milliseconds, which exceed those of an earlier start: a database may have outlived the earlier sandbox.
     */
    long allocateId() {
        return nextId++;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Returns an article of the account; throws a rejection with status 404 if it does not exist or has another owner.
     */
    AccountArticle get(long id, JsonObject account) {
        return find(id).filter(article -> article.owner() == account.getLong("id"))
                .orElseThrow(() -> Rejection.notFound("Article"));
    }

    Optional<AccountArticle> find(long id) {
        Optional<Item> item = data.articles().find(id);
        AccountArticle article = loaded.get(id);
        if (article == null) {
            Long owner = owners.get(id);
            return owner == null ? Optional.empty() : item.map(shown -> load(new AccountArticle(shown, owner)));
        }
        item.ifPresent(article::refreshFrom);
        return Optional.of(article);
    }

    AccountArticle create(JsonObject account, JsonObject record) {
        if (loaded.size() >= MAX_DRAFTS) {
            throw tooLarge("The sandbox holds at most " + MAX_DRAFTS + " articles of accounts: reset it");
        }
        long owner = account.getLong("id");
        AccountArticle article = new AccountArticle(record.getLong("id"), owner, record);
        reserveMemory(article, record);
        owners.put(article.id(), owner);
        return load(article);
    }

    void edit(AccountArticle article, JsonObject edited) {
        reserveMemory(article, edited);
        article.edit(edited, now());
    }

    boolean isLoaded(AccountArticle article) {
        return loaded.get(article.id()) == article;
    }

    /** Removes an article, its files and its public versions. */
    public void remove(long id) {
        data.articles().find(id).ifPresent(item -> data.articles().withdraw(id));
        owners.remove(id);
        AccountArticle removed = loaded.remove(id);
        if (removed != null) {
            removed.files().values().forEach(file -> release(removed, file));
            totalCharacters -= Optional.ofNullable(characters.remove(id)).orElse(0L);
        }
    }

    /** Discards a file and releases its upload and its quota. */
    void release(AccountArticle article, DraftFile file) {
        file.discard();
        file.upload().ifPresent(upload -> {
            uploads.remove(upload);
            accounts.useQuota(article.owner(), -upload.size());
        });
    }

    /** Returns the ids of the account's articles, newest first. */
    List<Long> of(JsonObject account) {
        long owner = account.getLong("id");
        List<Long> ids = new ArrayList<>(owners.entrySet().stream()
                .filter(entry -> entry.getValue() == owner)
                .map(Map.Entry::getKey)
                .toList());
        return ids.reversed();
    }

    Stream<AccountArticle> all() {
        return List.copyOf(owners.keySet()).stream().flatMap(id -> find(id).stream());
    }

    /** Returns the list entry of an article. */
    Optional<JsonObject> listEntry(long id) {
        AccountArticle article = loaded.get(id);
        JsonObject seed = seededEntries.get(id);
        if (seed != null && (article == null || article.isUntouched())) {
            return Optional.of(seed.copy());
        }
        return find(id).map(own -> ArticleRoutes.pick(complete(own), ArticleRoutes.LIST_KEYS));
    }

    JsonObject complete(AccountArticle article) {
        JsonObject complete = article.complete();
        return complete.put("group_resource_id", groupCodes.getOrDefault(Item.number(complete, "group_id", 0), ""));
    }

    private AccountArticle load(AccountArticle article) {
        loaded.put(article.id(), article);
        return article;
    }

    /**
     * Counts the characters of an article's record and versions, which clients determine. Throws a rejection with
     * status 413 if they would take too much memory.
     */
    void reserveMemory(AccountArticle article, JsonObject record) {
        long id = article.id();
        int length = record.encode().length();
        long weight = length * (article.versions().size() + 2L);
        long newTotal = totalCharacters - characters.getOrDefault(id, 0L) + weight;
        if (length > MAX_RECORD_CHARACTERS || newTotal > MAX_TOTAL_CHARACTERS) {
            throw tooLarge("The sandbox has no room for a record of " + length + " characters");
        }
        characters.put(id, weight);
        totalCharacters = newTotal;
    }

    private static Rejection tooLarge(String message) {
        return new Rejection(413, "RequestEntityTooLarge", message);
    }

    /** Returns the record of a new draft with default values. */
    JsonObject newRecord(JsonObject account) {
        String now = AccountArticle.date(now());
        long id = allocateId();
        return SeededArticles.defaults()
                .put("id", id)
                .put("title", "")
                .put("description", "")
                .put("doi", "")
                .put("handle", "")
                .put("url_public_api", Item.BASE_URL + "/v2/articles/" + id)
                .put("url_private_api", Item.BASE_URL + "/v2/account/articles/" + id)
                .put("url_public_html", "https://westmark.figshare.com/articles/_/" + id)
                .put("url_private_html", "https://figshare.com/account/articles/" + id)
                .put("figshare_url", "https://westmark.figshare.com/articles/_/" + id)
                .put("thumb", "")
                .put("timeline", new JsonObject())
                .put("citation", "")
                .put("tags", new JsonArray())
                .put("keywords", new JsonArray())
                .put("license", new JsonObject().put("value", 0).put("name", "").put("url", ""))
                .put("defined_type", 0)
                .put("defined_type_name", "")
                .put("resource_doi", "")
                .put("resource_title", "")
                .put("created_date", now)
                .put("modified_date", now)
                .putNull("published_date")
                .put("group_id", account.getLong("group_id"))
                .put("authors", new JsonArray().add(Authors.of(account)));
    }
}
