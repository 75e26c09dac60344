package io.campusfigshare.web;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the service does, from what {@code /q/health/well} says and no more.
 *
 * @param words      in a few words, for people
 * @param mood       the class of the style sheet: good, busy or bad
 * @param lastChange when an item of the catalogue was last modified; null if unknown
 */
record Wellness(String words, String mood, @Nullable Instant lastChange) {

    /** After so long a sync is late; the default interval is a minute. */
    private static final int LATE_SECONDS = 900;

    static Wellness of(JsonObject health) {
        JsonObject catalogue = check(health, "catalogue");
        JsonObject data = catalogue.containsKey("data") ? catalogue.getJsonObject("data") : JsonValue.EMPTY_JSON_OBJECT;
        Instant lastChange = instant(data.getString("mark", ""));
        if (isDown(catalogue)) {
            return new Wellness("The catalogue is out of reach", "bad", lastChange);
        }
        if (isDown(check(health, "figshare"))) {
            return new Wellness("Figshare does not answer", "bad", lastChange);
        }
        if (data.containsKey("institution")) {
            return new Wellness("Figshare answers", "good", null); // Without an institution there is no catalogue.
        }
        if (!data.getBoolean("filled", true)) {
            return new Wellness("The catalogue is being filled", "busy", lastChange);
        }
        return data.getInt("secondsSinceSync", 0) > LATE_SECONDS
                ? new Wellness("Catching up with Figshare", "busy", lastChange)
                : new Wellness("Up to date", "good", lastChange);
    }

    private static JsonObject check(JsonObject health, String name) {
        Predicate<JsonObject> named = check -> check.getString("name", "").equals(name);
        return health.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(named)
                .findFirst()
                .orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    private static boolean isDown(JsonObject check) {
        return check.getString("status", "UP").equals("DOWN");
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
