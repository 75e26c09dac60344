package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.stats.StatsCounts.Counter;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes of the items with the highest counts. */
final class TopRoutes {

    private final StatsCounts counts;

    TopRoutes(StatsCounts counts) {
        this.counts = counts;
    }

    void mount(Router router, String base) {
        router.get(base + "/top/:counter/:kind").handler(ctx -> StatsErrors.handle(ctx, () -> top(ctx)));
    }

    private void top(RoutingContext ctx) {
        if (StatsErrors.replyIfUnauthorized(ctx)) {
            return;
        }
        Counter counter = StatsQuery.counter(ctx);
        String kind = StatsQuery.kind(ctx);
        Params params = Params.query(ctx);
        // Clients use n, which is undocumented.
        int limit = (int) params.number("count").orElse(params.number("n").orElse(10));
        Optional<String> subItem = params.text("sub_item");
        if (subItem.isEmpty()) {
            Stream<Item> articles = counts.articles(StatsQuery.institution(ctx));
            Map<String, Long> sums = sums(articles, counter, article -> keys(kind, article));
            Reply.json(ctx, 200, new JsonObject().put("top", highest(sums, limit)));
            return;
        }
        if (params.text("item_id").isEmpty()) {
            StatsErrors.replyMissing(ctx, "item_id");
            return;
        }
        long id = params.number("item_id").getAsLong();
        Stream<Item> articles = counts.articles(StatsQuery.institution(ctx), kind, id);
        Map<String, Long> sums = sums(articles, counter, article -> SubItems.keys(subItem.get(), article));
        // Unlike all other answers, this one has no outer key.
        Reply.json(ctx, 200, highest(sums, limit));
    }

    private Map<String, Long> sums(Stream<Item> articles, Counter counter, Function<Item, Stream<String>> keys) {
        return articles.flatMap(article -> keys.apply(article).map(key -> Map.entry(key, article)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.summingLong(entry -> counts.total(counter, entry.getValue()))));
    }

    private static Stream<String> keys(String kind, Item article) {
        return switch (kind) {
            case "author" -> Item.objects(article.latest(), "authors").map(author -> "" + Item.number(author, "id", 0));
            case "group" -> Stream.of("" + article.facets().group());
            default -> Stream.of("" + article.id());
        };
    }

    private static JsonObject highest(Map<String, Long> sums, int limit) {
        return StatsRoutes.shuffled(sums.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
