package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Params;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Stream;

/** Interprets the parameter sub_item, which divides counts by a property of the articles. */
final class SubItems {

    private static final List<String> TYPES_WITH_ID = List.of("category", "item_type");

    private SubItems() {}

    /** Returns the values of the property that an article has. */
    static Stream<String> keys(String subItem, Item article) {
        return switch (subItem) {
            case "category" ->
                Item.objects(article.latest(), "categories").map(category -> "" + Item.number(category, "id", 0));
            case "item_type" -> Stream.of("" + article.facets().type());
            case "referral" -> Stream.of(article.id() % 2 == 0 ? "www.google.com" : "westmark.example");
            default -> throw new InvalidParameter("sub_item", "Sub item type not supported: " + subItem);
        };
    }

    /** Returns whether an article has the requested sub_item_id; true if no sub_item is requested. */
    static boolean matches(Params params, Item article) {
        return params.text("sub_item")
                .map(subItem -> {
                    String id = params.text("sub_item_id").orElse("");
                    return keys(subItem, article).anyMatch(id::equals);
                })
                .orElse(true);
    }

    /** Answers with 400 and returns true if a request has a sub_item but lacks its sub_item_id. */
    static boolean replyIfIdMissing(RoutingContext ctx) {
        Params params = Params.query(ctx);
        boolean missing =
                params.text("sub_item").filter(TYPES_WITH_ID::contains).isPresent()
                        && params.text("sub_item_id").isEmpty();
        if (missing) {
            StatsErrors.replyMissing(ctx, "sub_item_id");
        }
        return missing;
    }
}
