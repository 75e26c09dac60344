package io.campusfigshare.web;

import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list as HTML: those of the web component {@code campus-outputs}. */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class OutputsParameters {

    private static final int EXPORT_SIZE = 1_000;

    /** The segments of the API's paths by the parameters. */
    private static final Map<String, String> COLLECTIONS =
            Map.of("person", "people", "department", "departments", "collection", "collections");

    @Parameter(description = "The campus id or ORCID iD of a person.", example = "0009-0099-0042-0018")
    @QueryParam("person")
    @Nullable String person;

    @Parameter(description = "The code or number of a department.", example = "BIO")
    @QueryParam("department")
    @Nullable String department;

    @Parameter(description = "The id of a collection.", example = "2100001")
    @QueryParam("collection")
    @Nullable String collection;

    @Parameter(
            description = "Words and \"phrases\" to search for, in the above or alone. * finds all items.",
            example = "kelp",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 500))
    @QueryParam("q")
    @Nullable String q;

    @Parameter(
            description = "A style from /v1/citation-styles or one of its aliases: each item is a reference in it.",
            example = "apa")
    @QueryParam("style")
    @Nullable String style;

    @Parameter(
            description = "The language of the words around the items.",
            example = "de",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"en", "de"},
                            defaultValue = "en"))
    @QueryParam("lang")
    @Nullable String lang;

    @Parameter(
            description = "The number of the page, from 1.",
            example = "1",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "100",
                            defaultValue = "1"))
    @QueryParam("page")
    @Nullable String page;

    @Parameter(
            description = "The number of items on a page.",
            example = "20",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "100",
                            defaultValue = "20"))
    @QueryParam("size")
    @Nullable String size;

    Words words() {
        return Words.of(lang);
    }

    /** Returns the query, of all items if the parameters name no list; fails with 400 if they name two. */
    ItemQuery query() {
        Map<String, String> list = list();
        ItemQuery query = ItemQuery.latest(list, q, page, size);
        if (list.size() > 1) {
            throw Problem.invalidParameter(String.join(" and ", list.keySet()), "name a list each: send one of them.");
        }
        if (collection != null && !collection.matches("[1-9][0-9]{0,17}")) {
            throw Problem.invalidParameter("collection", "must be a whole number above 0.");
        }
        return query;
    }

    private Map<String, String> list() {
        var list = new TreeMap<String, String>();
        put(list, "person", person == null ? null : person.toLowerCase(Locale.ROOT));
        put(list, "department", department);
        put(list, "collection", collection);
        return list;
    }

    /** Returns the path and query string of the list in another format, with as many items as one answer has. */
    String export(String format) {
        String path = list().entrySet().stream()
                .map(one -> "/v1/" + COLLECTIONS.get(one.getKey()) + "/" + encoded(one.getValue()) + "/items")
                .findFirst()
                .orElse("/v1/items");
        return path + "?" + (q == null ? "" : "q=" + encoded(q) + "&") + "format=" + format + "&size=" + EXPORT_SIZE;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    /** Returns the query string of another page of the list: sorted, and without what is the default. */
    String canonical(ItemQuery query, int page) {
        Map<String, String> all = list();
        put(all, "q", q);
        put(all, "style", style);
        put(all, "lang", words() == Words.EN ? null : lang);
        put(all, "page", page == 1 ? null : Integer.toString(page));
        put(all, "size", query.size() == 20 ? null : Integer.toString(query.size()));
        return all.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }
}
