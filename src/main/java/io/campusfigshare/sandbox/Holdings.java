package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything the sandbox holds, which tests may change and set back. */
final class Holdings {

    private static final int MAX_RECORD = 1024 * 1024;
    private static final int MAX_PUBLISHED = 100_000;
    private static final long MODEL = 2_000_001;

    private final InstantSource clock;
    private final Map<Long, Item> pristine = SeededArticles.all();
    private final Map<Long, Item> collections = SeededArticles.members("collections");
    private final Map<Long, Item> projects = SeededArticles.members("projects");
    private final Map<Long, Item> articles = new LinkedHashMap<>();
    private int published;

    Holdings(InstantSource clock) {
        this.clock = clock;
        reset();
    }

    void reset() {
        articles.clear();
        articles.putAll(pristine);
    }

    Collection<Item> articles() {
        return articles.values();
    }

    Collection<Item> collections() {
        return collections.values();
    }

    Collection<Item> projects() {
        return projects.values();
    }

    Optional<Item> article(long id) {
        return Optional.ofNullable(articles.get(id));
    }

    Item publicArticle(long id) {
        return article(id).filter(Item::isPublic).orElseThrow(() -> Rejection.notFound("ArticleVersion"));
    }

    Item collection(long id) {
        return found(collections, id, "CollectionVersion");
    }

    Item project(long id) {
        return found(projects, id, "Project");
    }

    Optional<JsonObject> publicFile(long id) {
        return articles.values().stream()
                .filter(Item::isPublic)
                .flatMap(Item::files)
                .filter(file -> Item.number(file, "id", 0) == id)
                .findFirst();
    }

    long projectOf(long article) {
        return projects.values().stream()
                .filter(project -> project.members().contains(article))
                .mapToLong(Item::id)
                .findFirst()
                .orElse(0);
    }

    /** A new public article of the institution; its number is new even after a reset, because callers remember answers. */
    JsonObject publish(JsonObject merge) {
        if (published == MAX_PUBLISHED) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox holds no more articles: start it anew");
        }
        int number = published++;
        long id = 2_500_000L + number;
        Item model = found(pristine, MODEL, "Article");
        JsonObject record = new JsonObject(model.latest().encode().replace("" + MODEL, "" + id)).put("handle", "");
        long file = 60_000_000 + 100L * number;
        for (JsonObject own : Item.objects(record, "files").toList()) {
            own.put("id", file++).put("supplied_md5", "");
            Content.sum(own);
        }
        articles.put(id, Item.of(id, model.institution(), model.facets().group(), List.of(record), List.of()));
        return change(id, merge);
    }

    JsonObject change(long id, JsonObject merge) {
        Item item = article(id).orElseThrow(() -> Rejection.notFound("Article"));
        JsonObject changed = item.latest().copy().mergeIn(merge);
        if (!merge.containsKey("modified_date")) {
            changed.put("modified_date", afterEverything().toString());
        }
        if (changed.encode().length() > MAX_RECORD) {
            throw new Rejection(413, "RequestEntityTooLarge", "The record would be larger than 1 MB");
        }
        articles.put(id, item.with(changed));
        return changed;
    }

    void withdraw(long id) {
        if (articles.remove(id) == null) {
            throw Rejection.notFound("Article");
        }
    }

    // Figshare's dates are in seconds and modified_since excludes its own second: a second change must get a later one.
    private Instant afterEverything() {
        Instant newest = newest().plusSeconds(1);
        Instant now = clock.instant();
        return (now.isAfter(newest) ? now : newest).truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant newest() {
        return Instant.ofEpochMilli(articles.values().stream()
                .mapToLong(item -> item.facets().modified())
                .max()
                .orElse(0));
    }

    private static Item found(Map<Long, Item> items, long id, String entity) {
        Item item = items.get(id);
        if (item == null) {
            throw Rejection.notFound(entity);
        }
        return item;
    }
}
