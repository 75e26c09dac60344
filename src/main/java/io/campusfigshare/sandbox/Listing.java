package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A filtered, ordered, paged list, which also can be followed by X-Cursor.
 *
 * @param orders what it may be ordered by, as Figshare names it
 * @param entry the short form of an item in this list
 */
record Listing(Set<String> orders, Function<Item, JsonObject> entry) {

    private static final Set<String> PLACES = Set.of("page", "page_size", "limit", "offset");

    void answer(RoutingContext ctx, Stream<Item> items, Params params, String defaultOrder) {
        String order = params.text("order").orElse(defaultOrder);
        String direction = params.text("order_direction").orElse("desc");
        if (!orders.contains(order)) {
            throw Rejection.invalid(
                    "order must be one of " + orders.stream().sorted().toList());
        }
        if (!Set.of("asc", "desc").contains(direction)) {
            throw Rejection.invalid("order_direction must be asc or desc");
        }
        int query = fingerprint(params);
        Comparator<Cursor> byPlace = Comparator.comparingLong(Cursor::key).thenComparingLong(Cursor::id);
        Comparator<Cursor> ordered = direction.equals("asc") ? byPlace : byPlace.reversed();
        List<Item> filtered = items.filter(new Filter(params)::accepts)
                .sorted(Comparator.comparing(item -> place(item, order, 0, query), ordered))
                .toList();
        String token = ctx.request().getHeader("X-Cursor");
        Cursor after = token == null ? null : Cursor.read(token, query);
        int size = after == null ? Page.of(params).size() : sizeAfter(after, params);
        List<Item> slice = after == null
                ? Page.of(params).of(filtered)
                : filtered.stream()
                        .filter(item -> ordered.compare(place(item, order, 0, query), after) > 0)
                        .limit(size)
                        .toList();
        Cursor last = slice.isEmpty() ? after : place(slice.getLast(), order, size, query);
        if (last != null) {
            ctx.response().putHeader("X-Cursor", last.token());
        }
        Reply.json(ctx, 200, new JsonArray(slice.stream().map(entry).toList()));
    }

    private static int sizeAfter(Cursor cursor, Params params) {
        if (params.has("page") || params.has("offset")) {
            throw Rejection.invalid("X-Cursor goes with limit, not with page or offset");
        }
        return Page.size(params, params.has("limit") ? "limit" : "page_size", cursor.size());
    }

    private static int fingerprint(Params params) {
        TreeMap<String, String> query = new TreeMap<>();
        params.values().forEach((name, value) -> query.put(name, String.valueOf(value)));
        query.keySet().removeAll(PLACES);
        return query.hashCode() % 100_000_000;
    }

    private static Cursor place(Item item, String order, int size, int query) {
        long key = order.endsWith("_date") ? When.of(item.latest(), order).toEpochMilli() : tally(item.id(), order);
        return new Cursor(key, item.id(), size, query);
    }

    // Figshare orders by numbers that it never shows; these are made up, but always the same.
    private static long tally(long id, String counter) {
        return Math.floorMod(id * 7919 + counter.hashCode(), 1000);
    }
}
