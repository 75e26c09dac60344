package io.campusfigshare.catalogue.item;

import io.campusfigshare.catalogue.database.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How often something was used. */
@RegisterForReflection
@Schema(description = "How often it was used since it was published, as Figshare counts.")
public record Usage(
        @Schema(examples = "231") long views,
        @Schema(examples = "46") long downloads,
        @Schema(examples = "3") long shares,

        @Schema(description = "When Figshare told these figures.", examples = "2026-11-22T01:00:07Z")
        Instant asOf) {

    /** The columns of a row that hold figures. */
    public static final String COLUMNS = "views, downloads, shares, counted";

    /** The condition that joins an item's figures to it; every item has a row of them. */
    public static final String OF_ITEM = "usage on kind = 'item' and subject = ";

    private static final String NONE = ",\"usage\":null}";

    /** Null while Figshare has told none. */
    public static @Nullable Usage of(Row row) {
        Instant counted = Database.instant(row, "counted");
        return counted == null
                ? null
                : new Usage(row.getLong("views"), row.getLong("downloads"), row.getLong("shares"), counted);
    }

    /**
     * An item's JSON with its figures, which are never kept in it: they change every night, and it does not.
     *
     * @param body ends with no figures, or says nothing of them
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
