package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.stats.StatsCounts.Counter;
import io.campusfigshare.sandbox.stats.StatsCounts.Place;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The routes of Figshare's statistics with their irregularities (FACTS section 5): maps are unordered and omit zeros,
 * spans are clipped silently, the default span is the current month, and unknown items have a total of zero.
 */
public final class StatsRoutes {

    // The misspelling is Figshare's.
    static final String UNKNOWN_KIND = "Unknown or usupported item type";

    private static final int MAX_COUNTRIES = 200;
    private static final int MAX_CITIES = 10;

    private final StatsCounts counts;

    public StatsRoutes(StatsCounts counts) {
        this.counts = counts;
    }

    public void mount(Router router) {
        // Routes without an institution come first, so that "timeline" and the like are not taken for one.
        mount(router, "/stats");
        mount(router, "/stats/:institution");
        router.post("/stats/count/articles").handler(this::countArticlesOfGroups);
    }

    private void mount(Router router, String base) {
        router.get(base + "/timeline/:granularity/:counter/:kind/:id").handler(ctx -> reply(ctx, this::timeline));
        router.get(base + "/breakdown/:granularity/:counter/:kind/:id").handler(ctx -> reply(ctx, this::breakdown));
        new TopRoutes(counts).mount(router, base);
        router.get(base + "/total/:counter/:kind/:id").handler(this::total);
        router.get(base + "/total/:counter/:kind")
                .handler(ctx -> StatsErrors.replyInvalid(ctx, "item_type", UNKNOWN_KIND));
    }

    private void total(RoutingContext ctx) {
        StatsErrors.handle(ctx, () -> {
            Counter counter = StatsQuery.counter(ctx);
            long total = StatsQuery.articles(ctx, counts)
                    .mapToLong(article -> counts.total(counter, article))
                    .sum();
            Reply.json(ctx, 200, new JsonObject().put("totals", total));
        });
    }

    private void reply(RoutingContext ctx, Function<StatsQuery, JsonObject> answer) {
        StatsErrors.handle(ctx, () -> {
            if (StatsErrors.replyIfUnauthorized(ctx) || SubItems.replyIfIdMissing(ctx)) {
                return;
            }
            StatsQuery query = StatsQuery.of(ctx, counts);
            if (query.articles().isEmpty()) {
                // Figshare answers with either. Here the id decides, so that the answer is constant.
                boolean isNull = StatsQuery.pathParam(ctx, "id").hashCode() % 2 == 0;
                Reply.bytes(ctx, 200, "application/json", Buffer.buffer(isNull ? "null" : "{}"));
            } else {
                Reply.json(ctx, 200, answer.apply(query));
            }
        });
    }

    private JsonObject timeline(StatsQuery query) {
        Map<String, Long> sums = new HashMap<>();
        forEachDay(query, (article, day, count) -> sums.merge(query.period(day), count, Long::sum));
        return new JsonObject().put("timeline", shuffled(sums));
    }

    private JsonObject breakdown(StatsQuery query) {
        Map<String, Map<String, Map<String, Long>>> periods = new HashMap<>();
        forEachDay(query, (article, day, count) -> {
            Place place = counts.place(query.counter(), article, day);
            Map<String, Long> cities = periods.computeIfAbsent(query.period(day), period -> new HashMap<>())
                    .computeIfAbsent(place.country(), country -> new HashMap<>());
            cities.merge("total", count, Long::sum);
            if (cities.size() <= MAX_CITIES || cities.containsKey(place.city())) {
                cities.merge(place.city(), count, Long::sum);
            }
        });
        JsonObject breakdown = new JsonObject();
        periods.forEach((period, countries) -> {
            JsonObject result = new JsonObject();
            countries.entrySet().stream()
                    .limit(MAX_COUNTRIES)
                    .forEach(country -> result.put(country.getKey(), shuffled(country.getValue())));
            breakdown.put(period, result);
        });
        return new JsonObject().put("breakdown", breakdown);
    }

    private interface DailyCount {
        void accept(Item article, LocalDate day, long count);
    }

    private void forEachDay(StatsQuery query, DailyCount consumer) {
        for (Item article : query.articles()) {
            counts.forEachDay(query.counter(), article, query.from(), query.to(), (day, count) -> {
                consumer.accept(article, day, count);
            });
        }
    }

    private void countArticlesOfGroups(RoutingContext ctx) {
        JsonObject numbers = new JsonObject();
        Seeds.objects(Params.object(ctx).getJsonArray("groups", new JsonArray()))
                .forEach(group -> {
                    long id = Item.number(group, "id", 0);
                    numbers.put(
                            "" + id,
                            counts.articles(Optional.of("westmark"), "group", id)
                                    .count());
                });
        Reply.json(ctx, 200, numbers);
    }

    /** Returns a JSON object whose keys are in a constant order that is not sorted. */
    static JsonObject shuffled(Map<String, Long> sums) {
        Map<String, Object> mixed = new LinkedHashMap<>();
        Function<String, Integer> hash = key -> Integer.reverse(key.hashCode() * 0x9E3779B9);
        sums.keySet().stream().sorted(Comparator.comparing(hash)).forEach(key -> mixed.put(key, sums.get(key)));
        return new JsonObject(mixed);
    }
}
