package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The articles, collections and projects of the sandbox. Tests may change them and reset them to the seed data. */
public final class SandboxData {

    private static final int MAX_ITEMS_PER_SECOND = 1_000;
    private static final long FIRST_ARTICLE_ID = 2_500_000;
    private static final long FIRST_FILE_ID = 60_000_000;
    private static final long FILE_IDS_PER_ARTICLE = 100;

    private final InstantSource clock;
    private final SyntheticArticles synthetic = new SyntheticArticles();
    private final RecordList articles;
    private final RecordList collections;
    private final RecordList projects;

    public SandboxData(InstantSource clock) {
        this.clock = clock;
        articles = new RecordList(clock, "Article", SeededArticles.all(), 2_000_001, FIRST_ARTICLE_ID);
        collections = new RecordList(
                clock, "CollectionVersion", SeededArticles.groupings("collections"), 2_100_001, 2_110_000);
        projects = new RecordList(clock, "Project", SeededArticles.groupings("projects"), 2_200_001, 2_210_000);
    }

    /** Restores the seed data. */
    public void reset() {
        articles.reset();
        collections.reset();
        projects.reset();
    }

    public RecordList articles() {
        return articles;
    }

    public RecordList collections() {
        return collections;
    }

    public RecordList projects() {
        return projects;
    }

    /** Returns a public article; throws a rejection with status 404 if there is none with this id. */
    public Item publicArticle(long id) {
        return articles.find(id).filter(Item::isPublic).orElseThrow(() -> Rejection.notFound("ArticleVersion"));
    }

    /** Returns a file of any version of a public article. */
    public Optional<JsonObject> publicFile(long id) {
        long owner = FIRST_ARTICLE_ID + (id - FIRST_FILE_ID) / FILE_IDS_PER_ARTICLE;
        return Stream.concat(articles.find(owner).stream(), articles.items().stream())
                .filter(Item::isPublic)
                .flatMap(Item::files)
                .filter(file -> Item.number(file, "id", 0) == id)
                .findFirst();
    }

    /** Returns the id of the project that has the article, 0 if there is none. */
    public long projectOf(long article) {
        return projects.items().stream()
                .filter(project -> project.members().contains(article))
                .mapToLong(Item::id)
                .findFirst()
                .orElse(0);
    }

    /** Creates a public article of the institution with the JSON merged into its record. Returns the record. */
    public JsonObject publish(JsonObject merge) {
        JsonObject record = articles.newRecord().put("handle", "");
        long file = firstFileId(record.getLong("id"));
        for (JsonObject fileRecord : Item.objects(record, "files").toList()) {
            fileRecord.put("id", file++).put("supplied_md5", "");
            FileContent.fillMd5(fileRecord);
        }
        return articles.add(record, merge);
    }

    /**
     * Creates public articles with consecutive ids. Their modified dates are later than all existing ones and ascend.
     * Each has a second of its own if enough seconds have passed since the latest change; otherwise articles share
     * seconds. A client that follows the changes thus misses none and sees no date in the future, unless more than 1000
     * articles would share a second.
     */
    public JsonObject generate(int count, JsonObject merge) {
        long first = articles.allocateIds(count);
        long newest = articles.newestModified().getEpochSecond();
        long now = clock.instant().getEpochSecond();
        long availableSeconds = Math.max(now - newest, Math.ceilDiv(count, MAX_ITEMS_PER_SECOND));
        long perSecond = Math.ceilDiv(count, availableSeconds);
        long seconds = Math.ceilDiv(count, perSecond);
        long last = Math.max(now, newest + seconds);
        for (int i = 0; i < count; i++) {
            Instant modified = Instant.ofEpochSecond(last - seconds + 1 + i / perSecond);
            articles.put(synthetic.item(first + i, modified, merge));
        }
        articles.newestAssigned(Instant.ofEpochSecond(last));
        return new JsonObject().put("first", first).put("count", count);
    }

    static long firstFileId(long article) {
        return FIRST_FILE_ID + FILE_IDS_PER_ARTICLE * (article - FIRST_ARTICLE_ID);
    }
}
