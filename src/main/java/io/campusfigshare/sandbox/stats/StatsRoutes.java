package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.stats.StatsCounts.Counter;
import io.campusfigshare.sandbox.stats.StatsCounts.Place;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figshare's Stats with all that is odd about them (FACTS section 5): maps without order and without zeros, spans that are
 * clipped without a word, this month where no dates are given, zero for what there is not.
 */
public final class StatsRoutes {

    private static final List<String> KINDS = List.of("article", "author", "collection", "group", "project");
    private static final List<String> SUB_ITEMS = List.of("category", "item_type");
    private static final int MOST_COUNTRIES = 200;
    private static final int MOST_CITIES = 10;

    private final StatsCounts counts;

    public StatsRoutes(StatsCounts counts) {
        this.counts = counts;
    }

    public void mount(Router router) {
        // Without a prefix first: "timeline" and its like are no institution.
        mount(router, "/stats");
        mount(router, "/stats/:institution");
        router.post("/stats/count/articles").handler(this::groups);
    }

    private void mount(Router router, String base) {
        router.get(base + "/timeline/:granularity/:counter/:kind/:id").handler(ctx -> series(ctx, this::timeline));
        router.get(base + "/breakdown/:granularity/:counter/:kind/:id").handler(ctx -> series(ctx, this::breakdown));
        router.get(base + "/top/:counter/:kind").handler(this::top);
        router.get(base + "/total/:counter/:kind/:id").handler(this::total);
        router.get(base + "/total/:counter/:kind")
                .handler(ctx -> invalid(ctx, "item_type", "Unknown or usupported item type"));
    }

    /** A refusal in Stats' own shape. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final String parameter;

        Refusal(String parameter, String extra) {
            super(extra, null, false, false);
            this.parameter = parameter;
        }
    }

    /** What is asked for, defaults and clipping applied. */
    private record Question(
            Counter counter, String kind, String granularity, LocalDate from, LocalDate to, List<Item> articles) {

        /** The key of the period that a day lies in. */
        String period(LocalDate day) {
            return switch (granularity) {
                case "day" -> day.toString();
                case "month" -> day.toString().substring(0, 7);
                case "year" -> day.toString().substring(0, 4);
                default -> "total";
            };
        }
    }

    private interface Answer {
        JsonObject of(Question question);
    }

    private void total(RoutingContext ctx) {
        answer(ctx, () -> {
            Counter counter = counter(ctx);
            long total = articles(ctx)
                    .mapToLong(article -> counts.total(counter, article))
                    .sum();
            Reply.json(ctx, 200, new JsonObject().put("totals", total));
        });
    }

    private void series(RoutingContext ctx, Answer answer) {
        answer(ctx, () -> {
            if (forbidden(ctx) || lacksSubItem(ctx)) {
                return;
            }
            Question question = question(ctx);
            if (question.articles().isEmpty()) {
                // Figshare answers either; here by the number, so that it is the same each time.
                boolean nothing = part(ctx, "id").hashCode() % 2 == 0;
                Reply.bytes(ctx, 200, "application/json", Buffer.buffer(nothing ? "null" : "{}"));
            } else {
                Reply.json(ctx, 200, answer.of(question));
            }
        });
    }

    private JsonObject timeline(Question question) {
        Map<String, Long> sums = new HashMap<>();
        each(question, (article, day, count) -> sums.merge(question.period(day), count, Long::sum));
        return new JsonObject().put("timeline", shuffled(sums));
    }

    private JsonObject breakdown(Question question) {
        Map<String, Map<String, Map<String, Long>>> periods = new HashMap<>();
        each(question, (article, day, count) -> {
            Place place = counts.place(question.counter(), article, day);
            Map<String, Long> cities = periods.computeIfAbsent(question.period(day), period -> new HashMap<>())
                    .computeIfAbsent(place.country(), country -> new HashMap<>());
            cities.merge("total", count, Long::sum);
            if (cities.size() <= MOST_CITIES || cities.containsKey(place.city())) {
                cities.merge(place.city(), count, Long::sum);
            }
        });
        JsonObject breakdown = new JsonObject();
        periods.forEach((period, countries) -> {
            JsonObject some = new JsonObject();
            countries.entrySet().stream()
                    .limit(MOST_COUNTRIES)
                    .forEach(country -> some.put(country.getKey(), shuffled(country.getValue())));
            breakdown.put(period, some);
        });
        return new JsonObject().put("breakdown", breakdown);
    }

    private interface Day {
        void count(Item article, LocalDate day, long count);
    }

    private void each(Question question, Day work) {
        for (Item article : question.articles()) {
            counts.each(question.counter(), article, question.from(), question.to(), (day, count) -> {
                work.count(article, day, count);
            });
        }
    }

    private void top(RoutingContext ctx) {
        answer(ctx, () -> {
            if (forbidden(ctx)) {
                return;
            }
            Counter counter = counter(ctx);
            String kind = kind(ctx);
            Params params = Params.query(ctx);
            // The second is what people use, and documented nowhere.
            int most = (int) params.number("count").orElse(params.number("n").orElse(10));
            Optional<String> sub = params.text("sub_item");
            if (sub.isEmpty()) {
                Map<String, Long> all = counts.articles(prefix(ctx))
                        .flatMap(article -> keys(kind, article).map(key -> Map.entry(key, article)))
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.summingLong(entry -> counts.total(counter, entry.getValue()))));
                Reply.json(ctx, 200, new JsonObject().put("top", most(all, most)));
                return;
            }
            if (params.text("item_id").isEmpty()) {
                missing(ctx, "item_id");
                return;
            }
            long id = params.number("item_id").getAsLong();
            Map<String, Long> by = counts.articles(prefix(ctx), kind, id)
                    .flatMap(article -> subKeys(sub.get(), article).map(key -> Map.entry(key, article)))
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey,
                            Collectors.summingLong(entry -> counts.total(counter, entry.getValue()))));
            // Without the key that every other answer has.
            Reply.json(ctx, 200, most(by, most));
        });
    }

    private static Stream<String> keys(String kind, Item article) {
        return switch (kind) {
            case "author" -> Item.objects(article.latest(), "authors").map(author -> "" + Item.number(author, "id", 0));
            case "group" -> Stream.of("" + article.facets().group());
            default -> Stream.of("" + article.id());
        };
    }

    private static Stream<String> subKeys(String sub, Item article) {
        return switch (sub) {
            case "category" ->
                Item.objects(article.latest(), "categories").map(category -> "" + Item.number(category, "id", 0));
            case "item_type" -> Stream.of("" + article.facets().type());
            case "referral" -> Stream.of(article.id() % 2 == 0 ? "www.google.com" : "westmark.example");
            default -> throw new Refusal("sub_item", "Sub item type not supported: " + sub);
        };
    }

    private void groups(RoutingContext ctx) {
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

    private Question question(RoutingContext ctx) {
        Params params = Params.query(ctx);
        String granularity = part(ctx, "granularity");
        int years = switch (granularity) {
            case "day", "total" -> 1;
            case "month" -> 2;
            case "year" -> 5;
            default -> throw new Refusal("granularity", "Granularity not supported: " + granularity);
        };
        LocalDate today = counts.today();
        LocalDate from = date(params, "start_date").orElse(today.withDayOfMonth(1));
        LocalDate to = date(params, "end_date").orElse(today);
        boolean both = params.has("start_date") && params.has("end_date");
        LocalDate last = from.plusYears(years).minusDays(1);
        List<Item> articles =
                articles(ctx).filter(article -> wanted(params, article)).toList();
        return new Question(counter(ctx), kind(ctx), granularity, from, both && to.isAfter(last) ? last : to, articles);
    }

    private static boolean wanted(Params params, Item article) {
        return params.text("sub_item")
                .map(sub -> {
                    String id = params.text("sub_item_id").orElse("");
                    return subKeys(sub, article).anyMatch(id::equals);
                })
                .orElse(true);
    }

    private Stream<Item> articles(RoutingContext ctx) {
        String id = part(ctx, "id");
        return id.matches("\\d{1,18}") ? counts.articles(prefix(ctx), kind(ctx), Long.parseLong(id)) : Stream.empty();
    }

    private static String part(RoutingContext ctx, String name) {
        return Objects.requireNonNull(ctx.pathParam(name));
    }

    private static Optional<String> prefix(RoutingContext ctx) {
        return Optional.ofNullable(ctx.pathParam("institution"));
    }

    private static Counter counter(RoutingContext ctx) {
        String asked = part(ctx, "counter");
        return Arrays.stream(Counter.values())
                .filter(counter -> counter.name().toLowerCase(Locale.ROOT).equals(asked))
                .findFirst()
                .orElseThrow(() -> new Refusal("counter", "Counter type not supported: " + asked));
    }

    private static String kind(RoutingContext ctx) {
        String asked = part(ctx, "kind");
        if (!KINDS.contains(asked)) {
            throw new Refusal("item_type", "Unknown or usupported item type");
        }
        return asked;
    }

    private static Optional<LocalDate> date(Params params, String name) {
        return params.text(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException unreadable) {
                throw new Refusal(name, "Not a date: " + text);
            }
        });
    }

    /** What stands behind an institution's prefix wants its password; any will do here. */
    private static boolean forbidden(RoutingContext ctx) {
        if (prefix(ctx).isEmpty() || isBasic(ctx.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            return false;
        }
        Reply.json(
                ctx,
                403,
                new JsonObject().putNull("data").put("code", "Forbidden").put("message", "Unauthorized request"));
        return true;
    }

    private static boolean isBasic(@Nullable String header) {
        if (header == null || !header.matches("Basic [A-Za-z0-9+/]+=*")) {
            return false;
        }
        try {
            byte[] both = Base64.getDecoder().decode(header.substring("Basic ".length()));
            return new String(both, StandardCharsets.UTF_8).matches("(?s)[^:]+:.+");
        } catch (IllegalArgumentException garbled) {
            return false;
        }
    }

    private static boolean lacksSubItem(RoutingContext ctx) {
        Params params = Params.query(ctx);
        boolean lacks = params.text("sub_item").filter(SUB_ITEMS::contains).isPresent()
                && params.text("sub_item_id").isEmpty();
        if (lacks) {
            missing(ctx, "sub_item_id");
        }
        return lacks;
    }

    private static void answer(RoutingContext ctx, Runnable work) {
        try {
            work.run();
        } catch (Refusal refused) {
            invalid(ctx, refused.parameter, String.valueOf(refused.getMessage()));
        }
    }

    private static void missing(RoutingContext ctx, String parameter) {
        JsonObject data = new JsonObject()
                .put("missing_params", parameter)
                .put("parameters", new JsonObject(Params.query(ctx).values()))
                .put("path", ctx.normalizedPath().substring("/stats".length()));
        refuse(ctx, data, "MissingParams", "Missing parameters: " + parameter);
    }

    private static void invalid(RoutingContext ctx, String parameter, String extra) {
        JsonObject data = new JsonObject().put("extra", extra).put("invalid_params", parameter);
        refuse(ctx, data, "InvalidParams", "Invalid parameters: " + parameter);
    }

    private static void refuse(RoutingContext ctx, JsonObject data, String code, String message) {
        Reply.json(
                ctx, 400, new JsonObject().put("data", data).put("code", code).put("message", message));
    }

    private static JsonObject most(Map<String, Long> sums, int most) {
        return shuffled(sums.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** In no order at all, which is the same each time. */
    private static JsonObject shuffled(Map<String, Long> sums) {
        Map<String, Object> mixed = new LinkedHashMap<>();
        Function<String, Integer> place = key -> Integer.reverse(key.hashCode() * 0x9E3779B9);
        sums.keySet().stream().sorted(Comparator.comparing(place)).forEach(key -> mixed.put(key, sums.get(key)));
        return new JsonObject(mixed);
    }
}
