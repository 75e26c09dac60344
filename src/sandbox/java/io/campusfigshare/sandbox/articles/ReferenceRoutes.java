package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;

/** The routes of categories, licences and item types. Figshare does not page these lists. */
public final class ReferenceRoutes {

    public void mount(Router router) {
        mount(router, "/v2/categories", Seeds.array("categories"));
        mount(router, "/v2/licenses", Seeds.array("licenses"));
        mount(router, "/v2/item_types", Seeds.array("item-types"));
    }

    private static void mount(Router router, String path, JsonArray entries) {
        router.get(path).handler(ctx -> Reply.json(ctx, 200, entries));
    }
}
