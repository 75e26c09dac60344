package io.campusfigshare.sandbox;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The tokens: any will do, and stands for the administrator. */
final class Tokens {

    void check(RoutingContext ctx) {
        String header =
                Optional.ofNullable(ctx.request().getHeader("Authorization")).orElse("");
        if (!header.matches("(?i)token +\\S+")) {
            throw Impersonation.forbidden("Unauthorized request");
        }
    }
}
