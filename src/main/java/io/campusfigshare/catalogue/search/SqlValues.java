package io.campusfigshare.catalogue.search;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** The values of a prepared statement. */
final class SqlValues {

    private final Tuple tuple = Tuple.tuple();

    /** Returns the values in the order of their placeholders. */
    Tuple tuple() {
        return tuple;
    }

    /** Adds a value. Returns its placeholder in the statement, with its type. */
    String add(Object value) {
        String type = switch (value) {
            case Instant instant -> {
                tuple.addOffsetDateTime(instant.atOffset(ZoneOffset.UTC));
                yield "timestamptz";
            }
            case Long number -> {
                tuple.addLong(number);
                yield "bigint";
            }
            case Integer number -> {
                tuple.addInteger(number);
                yield "int";
            }
            default -> {
                tuple.addString(value.toString());
                yield "text";
            }
        };
        return "$" + tuple.size() + "::" + type;
    }
}
