package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
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
 * A filtered, ordered list, paged by number or by X-Cursor.
 *
 * @param orders the allowed values of the parameter order
 * @param entry returns the list entry of an item
 */
record Listing(Set<String> orders, Function<Item, JsonObject> entry) {

    private record Positioned(Cursor position, Item item) {}

    private static final Set<String> PAGE_PARAMS = Set.of("page", "page_size", "limit", "offset");

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
        Comparator<Cursor> byKey = Comparator.comparingLong(Cursor::key).thenComparingLong(Cursor::id);
        Comparator<Cursor> ordered = direction.equals("asc") ? byKey : byKey.reversed();
        String token = ctx.request().getHeader("X-Cursor");
        Cursor after = token == null ? null : Cursor.read(token, query);
        Page page = after == null ? Page.of(params) : new Page(0, sizeAfter(after, params));
        List<Positioned> pageItems = page.slice(items.filter(new Filter(params)::accepts)
                .map(item -> new Positioned(new Cursor(key(item, order), item.id(), page.size(), query), item))
                .filter(positioned -> after == null || ordered.compare(positioned.position(), after) > 0)
                .sorted(Comparator.comparing(Positioned::position, ordered))
                .toList());
        Cursor last = pageItems.isEmpty() ? after : pageItems.getLast().position();
        if (last != null && !Reply.hasFault(ctx, FaultKind.NO_CURSOR)) {
            ctx.response().putHeader("X-Cursor", last.token());
        }
        Reply.json(
                ctx,
                200,
                new JsonArray(
                        pageItems.stream().map(Positioned::item).map(entry).toList()));
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
        query.keySet().removeAll(PAGE_PARAMS);
        return query.hashCode() % 100_000_000;
    }

    private static long key(Item item, String order) {
        return switch (order) {
            case "created_date" -> item.facets().created();
            case "published_date" -> item.facets().published();
            case "modified_date" -> item.facets().modified();
            default -> inventedCount(item.id(), order);
        };
    }

    // Figshare orders by counts that it does not show. These are invented, but constant.
    private static long inventedCount(long id, String counter) {
        return Math.floorMod(id * 7919 + counter.hashCode(), 1000);
    }
}
