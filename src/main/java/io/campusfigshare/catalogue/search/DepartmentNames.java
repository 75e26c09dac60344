package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;

/**
 * The department of an item, a collection or a project as it is called now. Bodies hold its number only: who renames a
 * department changes nothing that belongs to it.
 */
final class DepartmentNames {

    /** The columns of a row that tell the department. */
    static final String COLUMNS = "holder, holder_code, holder_name";

    private static final String FIELD = "\"department\":";
    private static final String NUMBERED = FIELD + "{\"id\":";

    private DepartmentNames() {}

    /** Joins the department of that number, with columns whose names no other table has. */
    static String join(String number) {
        return " left join (select id as holder, code as holder_code, nullif(name, '') as holder_name,"
                + " changed as holder_changed from department) holders"
                + " on holder = " + number;
    }

    /**
     * The body with its department's names, where the catalogue knows it.
     *
     * @param base where our own URLs begin
     */
    static String shown(String body, Row row, String base) {
        if (row.getLong("holder") == null) {
            return body;
        }
        // Quotes within a text are escaped, so that no text looks like this.
        int begin = body.indexOf(NUMBERED);
        int end = body.indexOf('}', begin) + 1;
        Item.Department named = of(row, base);
        return begin < 0
                ? body
                : body.substring(0, begin)
                        + FIELD
                        + JsonObject.of(
                                        "id",
                                        named.id(),
                                        "code",
                                        named.code(),
                                        "name",
                                        named.name(),
                                        "url",
                                        named.url())
                                .encode()
                        + body.substring(end);
    }

    static Item.Department of(Row row, String base) {
        long id = row.getLong("holder");
        String code = row.getString("holder_code");
        return new Item.Department(
                id,
                code,
                row.getString("holder_name"),
                SafeLinks.department(base, code == null ? Long.toString(id) : code));
    }
}
