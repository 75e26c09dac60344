package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Issues and checks tokens. Every token is valid and belongs to the administrator, but tokens issued here expire. */
public final class Tokens {

    private static final Pattern HEADER = Pattern.compile("(?i)token +(\\S+)");
    private static final int MAX_TOKENS = 1_000;
    private static final long DEFAULT_LIFETIME_SECONDS = 3_600;

    private final InstantSource clock;
    private final Map<String, Instant> issued = new LinkedHashMap<>();
    private long lifetimeSeconds = DEFAULT_LIFETIME_SECONDS;
    private int count;

    public Tokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Forgets the issued tokens and restores the default lifetime. */
    public void reset() {
        issued.clear();
        lifetimeSeconds = DEFAULT_LIFETIME_SECONDS;
    }

    void configure(JsonObject settings) {
        long seconds = new JsonFields(settings).number("expiresIn").orElse(DEFAULT_LIFETIME_SECONDS);
        if (seconds < 1 || seconds > 1_000_000) {
            throw Rejection.badRequest("expiresIn must lie between 1 and 1000000 seconds");
        }
        lifetimeSeconds = seconds;
    }

    JsonObject issue() {
        if (issued.size() >= MAX_TOKENS) {
            issued.remove(issued.keySet().iterator().next());
        }
        count++;
        String token = "sandbox-access-" + count;
        issued.put(token, clock.instant().plusSeconds(lifetimeSeconds));
        return tokenJson(token, lifetimeSeconds).put("refresh_token", "sandbox-refresh-" + count);
    }

    JsonObject info(RoutingContext ctx) {
        String token = check(ctx);
        return tokenJson(
                token,
                Optional.ofNullable(issued.get(token))
                        .map(expiry -> expiry.getEpochSecond() - clock.instant().getEpochSecond())
                        .orElse(DEFAULT_LIFETIME_SECONDS));
    }

    // Whether Figshare answers an expired token with 401 or, as for a missing one, with 403 is undocumented.
    String check(RoutingContext ctx) {
        Matcher header = HEADER.matcher(
                Optional.ofNullable(ctx.request().getHeader("Authorization")).orElse(""));
        if (!header.matches()) {
            throw Impersonation.forbidden("Unauthorized request");
        }
        Instant expiry = issued.getOrDefault(header.group(1), Instant.MAX);
        if (!clock.instant().isBefore(expiry)) {
            throw Impersonation.forbidden("The token has expired");
        }
        return header.group(1);
    }

    private static JsonObject tokenJson(String token, long seconds) {
        return new JsonObject()
                .put("access_token", token)
                .put("token", token)
                .put("token_type", "bearer")
                .put("expires_in", seconds)
                .put("scope", "all");
    }
}
