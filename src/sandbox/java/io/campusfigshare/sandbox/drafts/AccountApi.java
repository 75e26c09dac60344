package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.AccountRoutes;
import io.campusfigshare.sandbox.accounts.Accounts;
import io.campusfigshare.sandbox.accounts.Authors;
import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.accounts.PeopleRoutes;
import io.campusfigshare.sandbox.accounts.TokenRoutes;
import io.campusfigshare.sandbox.accounts.Tokens;
import io.campusfigshare.sandbox.accounts.Vocabularies;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/** The account API, which requires a token: its state and its routes. */
public final class AccountApi {

    private static final long REVIEWED_AUTHOR = 1_000_102;

    private final Accounts accounts = new Accounts();
    private final Reviews reviews = new Reviews();
    private final Uploads uploads;
    private final Vocabularies vocabularies = new Vocabularies();
    private final Tokens tokens;
    private final Authors authors;
    private final AccountArticles articles;
    private final Publications publications;

    public AccountApi(InstantSource clock, SandboxData data, Uploads uploads) {
        this.uploads = uploads;
        tokens = new Tokens(clock);
        authors = new Authors(accounts, data);
        articles = new AccountArticles(clock, data, accounts, uploads);
        publications = new Publications(data, articles, vocabularies, reviews);
    }

    /** Returns the articles of all accounts, which the control API changes. */
    public AccountArticles articles() {
        return articles;
    }

    /** Restores the seed data. */
    public void reset() {
        accounts.reset();
        authors.reset();
        articles.reset();
        uploads.reset();
        tokens.reset();
        reviews.reset();
    }

    /** Puts a new draft of a researcher in review, with a comment. */
    public void openReview() {
        JsonObject owner = accounts.findByUserId(REVIEWED_AUTHOR).orElseThrow();
        JsonObject record = articles.newRecord(owner);
        new ArticleFields(vocabularies, authors)
                .set(
                        record,
                        new JsonObject()
                                .put("title", "Tide gauge readings of the western quay")
                                .put("description", "<p>Readings of every ten minutes.</p>")
                                .put("defined_type", "dataset")
                                .put("keywords", new JsonArray().add("tides")));
        String now = AccountArticle.date(articles.now());
        reviews.open(articles.create(owner, record), now);
        reviews.comment(
                reviews.all().getFirst().getLong("id"),
                accounts.administrator().getLong("id"),
                "comment",
                "Which gauge was read?",
                now);
    }

    public void mount(Router router) {
        new TokenRoutes(tokens).mount(router);
        new AccountRoutes(accounts, new Impersonation(accounts, tokens), vocabularies).mount(router);
        new PeopleRoutes(accounts, authors, vocabularies).mount(router);
        new DraftRoutes(articles, new ArticleFields(vocabularies, authors)).mount(router);
        new DraftFileRoutes(articles, accounts, uploads).mount(router);
        new PublicationRoutes(articles, publications, vocabularies).mount(router);
        new PrivateLinkRoutes(articles).mount(router);
        new ReviewRoutes(reviews, articles, publications).mount(router);
        new AccountControlRoutes(accounts, articles, uploads).mount(router);
    }
}
