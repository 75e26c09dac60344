package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;

/**
 * Adds the current code and name of the department to the JSON of an item, a collection or a project. The stored JSON
 * contains the number of the department only, so that renaming a department does not change the records in it.
 */
final class DepartmentNames {

    /** The columns that contain the department. */
    static final String COLUMNS = "holder, holder_code, holder_name";

    private static final String FIELD = "\"department\":";
    private static final String NUMBERED = FIELD + "{\"id\":";

    private DepartmentNames() {}

    /** Joins the department with this number; no other table has columns with these names. */
    static String join(String number) {
        return " left join (select id as holder, code as holder_code, nullif(name, '') as holder_name,"
                + " changed as holder_changed from department) holders"
                + " on holder = " + number;
    }

    /**
     * Returns the JSON with the code and name of its department; unchanged if the department is unknown.
     *
     * @param base the base URL of this service
     */
    static String addTo(String body, Row row, String base) {
        if (row.getLong("holder") == null) {
            return body;
        }
        // In a JSON string, quotes are escaped, so this matches the field only.
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
