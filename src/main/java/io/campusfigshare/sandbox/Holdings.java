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
import java.util.stream.Stream;

/** Everything the sandbox holds, which tests may change and set back. */
final class Holdings {

    private static final int MAX_RECORD = 1024 * 1024;
    private static final int MAX_PUBLISHED = 1_000_000;
    private static final int MOST_PER_SECOND = 1_000;
    private static final long FIRST = 2_500_000;
    private static final long FIRST_FILE = 60_000_000;
    private static final long FILES = 100;
    private static final long MODEL = 2_000_001;

    private final InstantSource clock;
    private final Map<Long, Item> pristine = SeededArticles.all();
    private final Map<Long, Item> collections = SeededArticles.members("collections");
    private final Map<Long, Item> projects = SeededArticles.members("projects");
    private final Map<Long, Item> articles = new LinkedHashMap<>();
    private final SyntheticArticles synthetic = new SyntheticArticles();
    private int published;
    private Instant newestGiven = Instant.EPOCH;

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
        long owner = FIRST + (id - FIRST_FILE) / FILES;
        return Stream.concat(article(owner).stream(), articles.values().stream())
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
        long id = numbers(1);
        Item model = found(pristine, MODEL, "Article");
        JsonObject record = new JsonObject(model.latest().encode().replace("" + MODEL, "" + id)).put("handle", "");
        long file = firstFile(id);
        for (JsonObject own : Item.objects(record, "files").toList()) {
            own.put("id", file++).put("supplied_md5", "");
            Content.sum(own);
        }
        articles.put(id, Item.of(id, model.institution(), model.facets().group(), List.of(record), List.of()));
        return change(id, merge);
    }

    /**
     * New public articles with consecutive numbers, all modified later than everything before, and one after the other as
     * far as the seconds up to now suffice: whoever follows the changes must miss none, nor meet the future.
     */
    JsonObject generate(int count, JsonObject merge) {
        long first = numbers(count);
        long newest = Math.max(newest().getEpochSecond(), newestGiven.getEpochSecond());
        long now = clock.instant().getEpochSecond();
        long room = Math.max(now - newest, Math.ceilDiv(count, MOST_PER_SECOND));
        long perSecond = Math.ceilDiv(count, room);
        long seconds = Math.ceilDiv(count, perSecond);
        long last = Math.max(now, newest + seconds);
        for (int i = 0; i < count; i++) {
            Instant modified = Instant.ofEpochSecond(last - seconds + 1 + i / perSecond);
            articles.put(first + i, synthetic.item(first + i, modified, merge));
        }
        newestGiven = Instant.ofEpochSecond(last);
        return new JsonObject().put("first", first).put("count", count);
    }

    static long firstFile(long article) {
        return FIRST_FILE + FILES * (article - FIRST);
    }

    JsonObject change(long id, JsonObject merge) {
        Item item = article(id).orElseThrow(() -> Rejection.notFound("Article"));
        JsonObject changed = item.latest().copy().mergeIn(merge);
        if (!merge.containsKey("modified_date")) {
            newestGiven = afterEverything();
            changed.put("modified_date", newestGiven.toString());
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

    // Never the same again, even after a reset, because callers remember answers.
    private long numbers(int count) {
        if (published + count > MAX_PUBLISHED) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox holds no more articles: start it anew");
        }
        long first = FIRST + published;
        published += count;
        return first;
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
