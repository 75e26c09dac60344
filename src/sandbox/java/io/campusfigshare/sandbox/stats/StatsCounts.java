package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.Item.Institution;
import io.campusfigshare.sandbox.data.RecordList;
import io.campusfigshare.sandbox.data.SandboxData;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** The numbers of views, downloads and shares of articles. They are invented but constant. */
public final class StatsCounts {

    // Counting more for each request would take too long.
    private static final int MAX_ARTICLES = 1_000;

    // Figshare has both spellings of "Unknown".
    private static final List<Place> PLACES = List.of(
            new Place("Netherlands", "Venlo"),
            new Place("Netherlands", "Unknown"),
            new Place("United States", "Ashburn"),
            new Place("United States", "Columbus"),
            new Place("Germany", "Jena"),
            new Place("Côte d'Ivoire", "Abidjan"),
            new Place("Unknown", "Unknown"),
            new Place("Unkown", "Unkown"));

    private final SandboxData data;
    private final InstantSource clock;

    public StatsCounts(SandboxData data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    /** The kinds of counts. */
    enum Counter {
        VIEWS,
        DOWNLOADS,
        SHARES
    }

    /** The place of a view, download or share. */
    record Place(String country, String city) {}

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Returns the public articles of an article, author, group, collection or project, at most 1000.
     *
     * @param institution the portal that the articles belong to; without one, the articles of no institution
     */
    Stream<Item> articles(Optional<String> institution, String kind, long id) {
        Stream<Item> all = switch (kind) {
            case "article" -> data.articles().find(id).stream();
            case "author" ->
                data.articles().items().stream()
                        .filter(item -> Item.objects(item.latest(), "authors")
                                .anyMatch(author -> Item.number(author, "id", 0) == id));
            case "group" ->
                data.articles().items().stream().filter(item -> item.facets().group() == id);
            case "collection" -> members(data.collections(), id);
            default -> members(data.projects(), id);
        };
        return all.filter(item -> isOf(institution, item)).limit(MAX_ARTICLES);
    }

    /** Returns the public articles of a portal, at most 1000. */
    Stream<Item> articles(Optional<String> institution) {
        return data.articles().items().stream()
                .filter(item -> isOf(institution, item))
                .limit(MAX_ARTICLES);
    }

    long total(Counter counter, Item article) {
        long[] total = {0};
        forEachDay(counter, article, LocalDate.EPOCH, today(), (day, count) -> total[0] += count);
        return total[0];
    }

    /** Calls the consumer for every day of the span with a count above zero. */
    void forEachDay(Counter counter, Item article, LocalDate from, LocalDate to, ObjLongConsumer<LocalDate> consumer) {
        LocalDate published =
                LocalDate.ofInstant(Instant.ofEpochMilli(article.facets().published()), ZoneOffset.UTC);
        LocalDate end = to.isBefore(today()) ? to : today();
        for (LocalDate day = from.isAfter(published) ? from : published; !day.isAfter(end); day = day.plusDays(1)) {
            long count = count(counter, article.id(), day);
            if (count > 0) {
                consumer.accept(day, count);
            }
        }
    }

    Place place(Counter counter, Item article, LocalDate day) {
        return PLACES.get((int) Long.remainderUnsigned(hash(counter, article.id(), day) >>> 20, PLACES.size()));
    }

    private static long count(Counter counter, long id, LocalDate day) {
        long random = hash(counter, id, day);
        int meanDaysBetween = switch (counter) {
            case VIEWS -> 4;
            case DOWNLOADS -> 9;
            case SHARES -> 60;
        };
        return Long.remainderUnsigned(random, meanDaysBetween) == 0 ? 1 + Long.remainderUnsigned(random >>> 8, 5) : 0;
    }

    // The mixing function of SplitMix64.
    private static long hash(Counter counter, long id, LocalDate day) {
        long z = (id * 16 + counter.name().length()) * 0x9E3779B97F4A7C15L + day.toEpochDay() * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private Stream<Item> members(RecordList records, long id) {
        return records.find(id).stream()
                .flatMap(container -> container.members().stream())
                .flatMap(article -> data.articles().find(article).stream());
    }

    private static boolean isOf(Optional<String> institution, Item item) {
        String portal = item.institution().name();
        return item.isPublic() && portal.equals(institution.orElse(Institution.NONE.name()));
    }
}
