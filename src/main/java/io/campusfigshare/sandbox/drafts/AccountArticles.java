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

/** The articles of all accounts, drafts and published ones, in the order of their creation. */
public final class AccountArticles {

    private static final int MAX_DRAFTS = 20_000;
    private static final int MAX_RECORD = 256 * 1024;
    private static final long MAX_CHARACTERS = 400_000_000;

    private final InstantSource clock;
    private final SandboxData holdings;
    private final Accounts accounts;
    private final Uploads uploads;
    private final Map<Long, JsonObject> seeds = new HashMap<>();
    private final Map<Long, Long> owners = new LinkedHashMap<>();
    private final Map<Long, AccountArticle> held = new HashMap<>();
    private final Map<Long, Long> characters = new HashMap<>();
    private final Map<Long, String> departments = Seeds.list("groups").stream()
            .collect(Collectors.toMap(group -> group.getLong("id"), group -> group.getString("resource_id")));
    private long total;

    AccountArticles(InstantSource clock, SandboxData holdings, Accounts accounts, Uploads uploads) {
        this.uploads = uploads;
        this.clock = clock;
        this.holdings = holdings;
        this.accounts = accounts;
        Seeds.list("account-articles").forEach(entry -> seeds.put(entry.getLong("id"), entry));
        reset();
    }

    void reset() {
        owners.clear();
        held.values().forEach(article -> article.files().values().forEach(DraftFile::discard));
        held.clear();
        characters.clear();
        total = 0;
        holdings.articles().items().stream()
                .sorted(Comparator.comparingLong(item -> item.facets().created()))
                .forEach(item -> own(item.id()));
        long administrator = accounts.administrator().getLong("id");
        seeds.keySet().stream().sorted().forEach(id -> owners.put(id, administrator));
    }

    /** Gives a public article to the first of its authors who has an account, if there is one. */
    public void own(long id) {
        holdings.articles()
                .find(id)
                .flatMap(item -> Item.objects(item.latest(), "authors")
                        .flatMap(author -> accounts.ofAuthor(Item.number(author, "id", 0)).stream())
                        .findFirst())
                .ifPresent(account -> owners.put(id, account.getLong("id")));
    }

    Instant now() {
        return clock.instant();
    }

    /** Not found is also what belongs to somebody else. */
    AccountArticle get(long id, JsonObject account) {
        return find(id).filter(article -> article.owner() == account.getLong("id"))
                .orElseThrow(() -> Rejection.notFound("Article"));
    }

    Optional<AccountArticle> find(long id) {
        Optional<Item> item = holdings.articles().find(id);
        AccountArticle article = held.get(id);
        if (article == null) {
            Long owner = owners.get(id);
            return owner == null ? Optional.empty() : item.map(shown -> hold(new AccountArticle(shown, owner)));
        }
        item.ifPresent(article::follow);
        return Optional.of(article);
    }

    AccountArticle create(JsonObject account, JsonObject record) {
        if (held.size() >= MAX_DRAFTS) {
            throw tooLarge("The sandbox holds no more than " + MAX_DRAFTS + " articles of accounts: reset it");
        }
        long owner = account.getLong("id");
        AccountArticle article = new AccountArticle(record.getLong("id"), owner, record);
        weigh(article, record);
        owners.put(article.id(), owner);
        return hold(article);
    }

    void edit(AccountArticle article, JsonObject edited) {
        weigh(article, edited);
        article.edit(edited, now());
    }

    boolean holds(AccountArticle article) {
        return held.get(article.id()) == article;
    }

    public void remove(long id) {
        holdings.articles().find(id).ifPresent(item -> holdings.articles().withdraw(id));
        owners.remove(id);
        AccountArticle removed = held.remove(id);
        if (removed != null) {
            removed.files().values().forEach(file -> release(removed, file));
            total -= Optional.ofNullable(characters.remove(id)).orElse(0L);
        }
    }

    /** Gives back what a file has taken. */
    void release(AccountArticle article, DraftFile file) {
        file.discard();
        file.upload().ifPresent(upload -> {
            uploads.forget(upload);
            accounts.use(article.owner(), -upload.size());
        });
    }

    /** The account's own, newest first. */
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

    /** The entry of a list. */
    Optional<JsonObject> listed(long id) {
        AccountArticle article = held.get(id);
        JsonObject seed = seeds.get(id);
        if (seed != null && (article == null || article.asSeeded())) {
            return Optional.of(seed.copy());
        }
        return find(id).map(own -> ArticleRoutes.pick(complete(own), ArticleRoutes.LISTED));
    }

    JsonObject complete(AccountArticle article) {
        JsonObject complete = article.complete();
        return complete.put("group_resource_id", departments.getOrDefault(Item.number(complete, "group_id", 0), ""));
    }

    private AccountArticle hold(AccountArticle article) {
        held.put(article.id(), article);
        return article;
    }

    /** Refuses what would take too much memory, of which records and their versions are the part that clients fill. */
    void weigh(AccountArticle article, JsonObject record) {
        long id = article.id();
        int length = record.encode().length();
        long weight = length * (article.versions().size() + 2L);
        long after = total - characters.getOrDefault(id, 0L) + weight;
        if (length > MAX_RECORD || after > MAX_CHARACTERS) {
            throw tooLarge("The sandbox has no room for a record of " + length + " characters");
        }
        characters.put(id, weight);
        total = after;
    }

    private static Rejection tooLarge(String message) {
        return new Rejection(413, "RequestEntityTooLarge", message);
    }

    /** What a draft has before anything is said about it. */
    JsonObject blank(JsonObject account) {
        String now = AccountArticle.date(now());
        long id = holdings.articles().numbers(1);
        return SeededArticles.plain()
                .put("id", id)
                .put("title", "")
                .put("description", "")
                .put("doi", "")
                .put("handle", "")
                .put("url_public_api", Item.SELF + "/v2/articles/" + id)
                .put("url_private_api", Item.SELF + "/v2/account/articles/" + id)
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
