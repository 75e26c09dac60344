package io.campusfigshare.catalogue.item;

import io.campusfigshare.catalogue.database.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The usage of an item, as Figshare counts it. */
@RegisterForReflection
@Schema(description = "The usage since publication, as Figshare counts it.")
public record Usage(
        @Schema(examples = "231") long views,
        @Schema(examples = "46") long downloads,
        @Schema(examples = "3") long shares,

        @Schema(description = "When the service read these numbers from Figshare.", examples = "2026-11-22T01:00:07Z")
        Instant asOf) {

    /** The columns that contain the usage. */
    public static final String COLUMNS = "views, downloads, shares, counted";

    /** The join of the usage of an item; ends with the item's number. Every item has a row. */
    public static final String OF_ITEM = "usage on kind = 'item' and subject = ";

    private static final String NONE = ",\"usage\":null}";

    /** Reads the usage from a row; null if it is unknown. */
    public static @Nullable Usage of(Row row) {
        Instant counted = Database.instant(row, "counted");
        return counted == null
                ? null
                : new Usage(row.getLong("views"), row.getLong("downloads"), row.getLong("shares"), counted);
    }

    /**
     * Adds the usage to the JSON of an item, which is stored without it, because the usage changes every night.
     *
     * @param body the JSON, with {@code "usage":null} at its end or without usage
     */
    public static String addTo(String body, @Nullable Usage usage) {
        String rest = body.substring(0, body.length() - (body.endsWith(NONE) ? NONE.length() : 1));
        return rest + ",\"usage\":" + (usage == null ? "null" : usage.json()) + "}";
    }

    private String json() {
        return "{\"views\":" + views + ",\"downloads\":" + downloads + ",\"shares\":" + shares + ",\"asOf\":\"" + asOf
                + "\"}";
    }
}
