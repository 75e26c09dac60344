package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Vocabularies;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.data.Westmark;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Publishes and unpublishes the articles of accounts. */
final class Publications {

    private static final String TIMELINE = "timeline";

    private final SandboxData data;
    private final AccountArticles articles;
    private final Vocabularies vocabularies;
    private final Reviews reviews;

    Publications(SandboxData data, AccountArticles articles, Vocabularies vocabularies, Reviews reviews) {
        this.reviews = reviews;
        this.data = data;
        this.articles = articles;
        this.vocabularies = vocabularies;
    }

    /**
     * Rejects an article that lacks a mandatory field or has an incomplete file. Names only the first, as Figshare
     * does.
     */
    void check(AccountArticle article) {
        missingField(article.record()).ifPresent(field -> {
            throw Rejection.badRequest("Missing mandatory field for publication - " + field);
        });
        article.files().values().stream()
                .filter(file -> !file.publishable())
                .findFirst()
                .ifPresent(file -> {
                    throw Rejection.badRequest("A file is not ready for publication - " + file.status());
                });
    }

    private Optional<String> missingField(JsonObject record) {
        for (String key : new String[] {"title", "description"}) {
            if (!(record.getValue(key) instanceof String text) || text.isBlank()) {
                return Optional.of(key);
            }
        }
        for (String key : new String[] {"authors", "tags", "categories"}) {
            if (!(record.getValue(key) instanceof JsonArray list) || list.isEmpty()) {
                return Optional.of(key);
            }
        }
        if (!(record.getValue("license") instanceof JsonObject license) || Item.number(license, "value", 0) == 0) {
            return Optional.of("license");
        }
        if (Item.number(record, "defined_type", 0) == 0) {
            return Optional.of("defined_type");
        }
        return CustomValues.missingField(record, vocabularies.customFields(Item.number(record, "group_id", 0)));
    }

    /**
     * Adds a version, or opens a review if reviews are enabled. Does nothing if nothing has changed since the last
     * version.
     *
     * @param scheduler runs the update of the public list, now or later
     */
    void publish(AccountArticle article, Consumer<Runnable> scheduler) {
        if (article.published() && !article.changed()) {
            return;
        }
        if (reviews.isEnabled()) {
            reviews.open(article, AccountArticle.date(articles.now()));
            return;
        }
        addVersion(article);
        scheduler.accept(() -> updatePublicList(article));
    }

    void approve(AccountArticle article) {
        addVersion(article);
        updatePublicList(article);
    }

    private void addVersion(AccountArticle article) {
        articles.reserveMemory(article, article.record());
        article.publish(version(article, articles.now()));
    }

    // Whether Figshare rejects unpublishing an unpublished article is undocumented.
    void unpublish(AccountArticle article) {
        if (!article.published()) {
            throw Rejection.badRequest("The article is not published");
        }
        data.articles().find(article.id()).ifPresent(item -> data.articles().withdraw(article.id()));
        article.unpublish();
    }

    /**
     * Sets an embargo with immediate effect, also for a published article. Removing one of type "article" makes it
     * public.
     */
    void embargo(AccountArticle article, JsonObject embargo) {
        article.putUnversioned(embargo);
        if (article.published()) {
            updatePublicList(article);
        }
    }

    /** Puts the latest version into the public list as its most recently modified article. */
    private void updatePublicList(AccountArticle article) {
        if (!article.published() || !articles.isLoaded(article)) {
            return;
        }
        article.show(data.articles().nextModifiedDate());
        long group = Item.number(article.record(), "group_id", 0);
        data.articles().put(Item.of(article.id(), article.institution(), group, List.copyOf(article.versions())));
    }

    private JsonObject version(AccountArticle article, Instant now) {
        JsonObject version = article.complete();
        List.of("account_id", "curation_status").forEach(version::remove);
        long id = article.id();
        int number = article.versions().size() + 1;
        String date = AccountArticle.date(now);
        LocalDateTime posted = LocalDateTime.ofInstant(Instant.parse(date), ZoneOffset.UTC);
        JsonObject type =
                vocabularies.typeById(Item.number(version, "defined_type", 0)).orElseThrow();
        String doi = "10.99999/westmark." + id + ".v" + number;
        JsonObject timeline = version.getJsonObject(TIMELINE, new JsonObject()).copy();
        timeline.put("posted", date.replace("Z", ""));
        if (!timeline.containsKey("firstOnline")) {
            timeline.put("firstOnline", date.replace("Z", ""));
        }
        String title = version.getString("title");
        Westmark.links(version, id, type, title);
        return version.put("version", number)
                .put("doi", doi)
                .put(TIMELINE, timeline)
                .put("status", "public")
                .put("is_public", true)
                .put("published_date", date)
                .put("modified_date", date)
                .put("citation", Westmark.citation(version.getJsonArray("authors"), posted, title, type, doi));
    }
}
