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

/** How often items were viewed, downloaded and shared: invented, and the same each time. */
public final class StatsCounts {

    /** More would take too long to count each time. */
    private static final int MOST_ARTICLES = 1_000;

    /** Both spellings of what is not known, as Figshare has them. */
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

    /** What is counted. */
    enum Counter {
        VIEWS,
        DOWNLOADS,
        SHARES
    }

    /** Where somebody was. */
    record Place(String country, String city) {}

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The public articles that a number stands for; of one portal only, which is that of nobody without a prefix. */
    Stream<Item> articles(Optional<String> prefix, String kind, long id) {
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
        return all.filter(item -> isOf(prefix, item)).limit(MOST_ARTICLES);
    }

    /** All public articles of a portal. */
    Stream<Item> articles(Optional<String> prefix) {
        return data.articles().items().stream()
                .filter(item -> isOf(prefix, item))
                .limit(MOST_ARTICLES);
    }

    long total(Counter counter, Item article) {
        long[] total = {0};
        each(counter, article, LocalDate.EPOCH, today(), (day, count) -> total[0] += count);
        return total[0];
    }

    /** Every day on which there was something to count. */
    void each(Counter counter, Item article, LocalDate from, LocalDate to, ObjLongConsumer<LocalDate> work) {
        LocalDate published =
                LocalDate.ofInstant(Instant.ofEpochMilli(article.facets().published()), ZoneOffset.UTC);
        LocalDate end = to.isBefore(today()) ? to : today();
        for (LocalDate day = from.isAfter(published) ? from : published; !day.isAfter(end); day = day.plusDays(1)) {
            long count = count(counter, article.id(), day);
            if (count > 0) {
                work.accept(day, count);
            }
        }
    }

    Place place(Counter counter, Item article, LocalDate day) {
        return PLACES.get((int) Long.remainderUnsigned(mixed(counter, article.id(), day) >>> 20, PLACES.size()));
    }

    private static long count(Counter counter, long id, LocalDate day) {
        long drawn = mixed(counter, id, day);
        int rare = switch (counter) {
            case VIEWS -> 4;
            case DOWNLOADS -> 9;
            case SHARES -> 60;
        };
        return Long.remainderUnsigned(drawn, rare) == 0 ? 1 + Long.remainderUnsigned(drawn >>> 8, 5) : 0;
    }

    private static long mixed(Counter counter, long id, LocalDate day) {
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

    private static boolean isOf(Optional<String> prefix, Item item) {
        String portal = item.institution().name();
        return item.isPublic() && portal.equals(prefix.orElse(Institution.NONE.name()));
    }
}
