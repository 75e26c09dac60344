package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.stats.StatsCounts.Counter;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a timeline or breakdown, with defaults and clipping applied. */
record StatsQuery(Counter counter, String kind, String granularity, LocalDate from, LocalDate to, List<Item> articles) {

    private static final List<String> KINDS = List.of("article", "author", "collection", "group", "project");

    /** Reads a request; throws {@link InvalidParameter} if it is invalid. */
    static StatsQuery of(RoutingContext ctx, StatsCounts counts) {
        Params params = Params.query(ctx);
        String granularity = pathParam(ctx, "granularity");
        int maxYears = switch (granularity) {
            case "day", "total" -> 1;
            case "month" -> 2;
            case "year" -> 5;
            default -> throw new InvalidParameter("granularity", "Granularity not supported: " + granularity);
        };
        LocalDate today = counts.today();
        LocalDate from = date(params, "start_date").orElse(today.withDayOfMonth(1));
        LocalDate to = date(params, "end_date").orElse(today);
        boolean hasBothDates = params.has("start_date") && params.has("end_date");
        LocalDate last = from.plusYears(maxYears).minusDays(1);
        List<Item> articles = articles(ctx, counts)
                .filter(article -> SubItems.matches(params, article))
                .toList();
        LocalDate clipped = hasBothDates && to.isAfter(last) ? last : to;
        return new StatsQuery(counter(ctx), kind(ctx), granularity, from, clipped, articles);
    }

    /** Returns the key of the period that a day belongs to. */
    String period(LocalDate day) {
        return switch (granularity) {
            case "day" -> day.toString();
            case "month" -> day.toString().substring(0, 7);
            case "year" -> day.toString().substring(0, 4);
            default -> "total";
        };
    }

    /** Returns the articles that the kind and id of a path select. */
    static Stream<Item> articles(RoutingContext ctx, StatsCounts counts) {
        String id = pathParam(ctx, "id");
        return id.matches("\\d{1,18}")
                ? counts.articles(institution(ctx), kind(ctx), Long.parseLong(id))
                : Stream.empty();
    }

    static String pathParam(RoutingContext ctx, String name) {
        return Objects.requireNonNull(ctx.pathParam(name));
    }

    static Optional<String> institution(RoutingContext ctx) {
        return Optional.ofNullable(ctx.pathParam("institution"));
    }

    static Counter counter(RoutingContext ctx) {
        String requested = pathParam(ctx, "counter");
        return Arrays.stream(Counter.values())
                .filter(counter -> counter.name().toLowerCase(Locale.ROOT).equals(requested))
                .findFirst()
                .orElseThrow(() -> new InvalidParameter("counter", "Counter type not supported: " + requested));
    }

    static String kind(RoutingContext ctx) {
        String requested = pathParam(ctx, "kind");
        if (!KINDS.contains(requested)) {
            throw new InvalidParameter("item_type", StatsRoutes.UNKNOWN_KIND);
        }
        return requested;
    }

    private static Optional<LocalDate> date(Params params, String name) {
        return params.text(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new InvalidParameter(name, "Not a date: " + text);
            }
        });
    }
}
