package io.campusfigshare.catalogue.item;

import static io.campusfigshare.catalogue.item.ItemQuery.DEFAULT_SIZE;
import static io.campusfigshare.catalogue.item.ItemQuery.MAX_PAGE;

import io.campusfigshare.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of every list of items, as they were sent. This class is the one place of a parameter: its field
 * is its entry in the contract and what {@code door/DeclaredParameters} accepts, and {@link #query} is its parsing.
 */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class ItemListParameters {

    private static final String DATE =
            "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$";

    private static final Set<String> FACETS = Set.of("type", "department", "year", "license", "access");

    /** The names of all members of an item. */
    private static final Set<String> FIELDS = Arrays.stream(Item.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    @Parameter(
            description = "Words and \"phrases\" to search for. * finds all items, as if q were absent.",
            example = "saccharina transcriptome",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = ParameterValues.MAX_SEARCH_LENGTH))
    @QueryParam("q")
    @Nullable String q;

    @Parameter(description = "The item type: a name from /v1/reference/item-types.", example = "dataset")
    @QueryParam("type")
    @Nullable String type;

    @Parameter(
            description = "Items published at or after this date or date-time.",
            example = "2012-01-01",
            schema = @Schema(type = SchemaType.STRING, pattern = DATE))
    @QueryParam("published-from")
    @Nullable String publishedFrom;

    @Parameter(
            description = "Items modified after this date or date-time.",
            example = "2016-01-01T00:00:00Z",
            schema = @Schema(type = SchemaType.STRING, pattern = DATE))
    @QueryParam("modified-since")
    @Nullable String modifiedSince;

    @Parameter(
            description = "Needs the catalogue. Items published at or before this date or date-time.",
            example = "2020-12-31",
            schema = @Schema(type = SchemaType.STRING, pattern = DATE))
    @QueryParam("published-to")
    @Nullable String publishedTo;

    @Parameter(description = "Needs the catalogue. The code or number of a department.", example = "BIO")
    @QueryParam("department")
    @Nullable String department;

    @Parameter(
            description = "Needs the catalogue. Whether to include the departments below the department.",
            example = "true",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @QueryParam("descendants")
    @Nullable String descendants;

    @Parameter(
            description = "Needs the catalogue. The campus id or ORCID iD of a person.",
            example = "0009-0099-0042-0018")
    @QueryParam("person")
    @Nullable String person;

    @Parameter(description = "Needs the catalogue. The ORCID iD of an author.", example = "0000-0002-1825-0097")
    @QueryParam("orcid")
    @Nullable String orcid;

    @Parameter(description = "Needs the catalogue. Words of the name of an author.", example = "Deng")
    @QueryParam("author")
    @Nullable String author;

    @Parameter(description = "Needs the catalogue. One keyword, in upper or lower case.", example = "kelp")
    @QueryParam("keyword")
    @Nullable String keyword;

    @Parameter(
            description = "Needs the catalogue. The number of a category, or its code at the source.",
            example = "310505")
    @QueryParam("category")
    @Nullable String category;

    @Parameter(
            description = "Needs the catalogue. An SPDX identifier, or the name of a license that has none.",
            example = "CC-BY-4.0")
    @QueryParam("license")
    @Nullable String license;

    @Parameter(
            description = "Needs the catalogue. The access level.",
            example = "open",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"open", "embargoed", "restricted", "metadata-only"}))
    @QueryParam("access")
    @Nullable String access;

    @Parameter(
            description = "Needs the catalogue. The name of a funder, in upper or lower case.",
            example = "National Science Foundation")
    @QueryParam("funder")
    @Nullable String funder;

    @Parameter(
            description =
                    "Needs the catalogue. The facets to count, separated by commas: type, department, year, license, access.",
            example = "type,year")
    @QueryParam("facet")
    @Nullable String facet;

    @Parameter(
            description =
                    "Needs the catalogue. The members of each item to return, separated by commas. All members by default.",
            example = "id,title,authors,url")
    @QueryParam("fields")
    @Nullable String fields;

    @Parameter(
            description = "Needs the catalogue. A cursor from the Link header. Replaces page.",
            example = "MjAwMDAwMSAyMDI0")
    @QueryParam("after")
    @Nullable String after;

    @Parameter(
            description =
                    "The sort order, ascending, or descending with a leading -. relevance and title need the catalogue. relevance ranks the 200 latest items (by id) that q finds; the other items follow, the latest first.",
            example = "-published",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "relevance",
                                "published",
                                "-published",
                                "title",
                                "-title",
                                "modified",
                                "-modified",
                                "created",
                                "-created",
                                "views",
                                "-views",
                                "downloads",
                                "-downloads",
                                "shares",
                                "-shares"
                            }))
    @QueryParam("sort")
    @Nullable String sort;

    @Parameter(
            description = "The number of the page, from 1. Beyond page 100 of the catalogue, use after.",
            example = "1",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "" + MAX_PAGE,
                            defaultValue = "1"))
    @QueryParam("page")
    @Nullable String page;

    @Parameter(
            description =
                    "The number of items on a page: at most 100 as JSON and as text, and at most 1,000 in the other formats.",
            example = "20",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "1000",
                            defaultValue = "" + DEFAULT_SIZE))
    @QueryParam("size")
    @Nullable String size;

    /**
     * Parses the parameters.
     *
     * @param catalogue   whether the catalogue answers the list; if not, Figshare's search does, which knows fewer
     *                    filters
     * @param form        the parameters that name the format of the answer; for JSON at most those of its citations
     * @param maxPageSize the maximum number of items on a page in that format
     * @return fails with {@code invalid-parameter} (400) if a value is not valid or needs the catalogue
     */
    public ItemQuery query(boolean catalogue, SortedMap<String, String> form, int maxPageSize) {
        var filters = new TreeMap<String, Object>();
        add(filters, "q", q, ParameterValues::searchWords);
        add(filters, "type", type, ParameterValues::itemType);
        add(filters, "published-from", publishedFrom, ParameterValues::instant);
        add(filters, "modified-since", modifiedSince, ParameterValues::instant);
        addOfCatalogue(catalogue, filters, "published-to", publishedTo, ParameterValues::instant);
        addOfCatalogue(catalogue, filters, "department", department, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "descendants", descendants, ParameterValues::trueOrNull);
        addOfCatalogue(catalogue, filters, "person", person, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "orcid", orcid, ParameterValues::orcid);
        addOfCatalogue(catalogue, filters, "author", author, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "keyword", keyword, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "category", category, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "license", license, ParameterValues::text);
        addOfCatalogue(catalogue, filters, "access", access, ParameterValues::accessLevel);
        addOfCatalogue(catalogue, filters, "funder", funder, ParameterValues::text);
        refuseWithoutCatalogue(catalogue, "facet", facet);
        refuseWithoutCatalogue(catalogue, "fields", fields);
        refuseWithoutCatalogue(catalogue, "after", after);
        if (!catalogue
                && filters.get("q") instanceof String words
                && SearchTerms.allOf(words).length() < SearchTerms.MIN_LENGTH) {
            throw Problem.invalidParameter("q", "must hold a word of at least three letters or digits.");
        }
        refuseUnlessJson("facet", facet, form);
        refuseUnlessJson("fields", fields, form);
        if (after != null && page != null) {
            throw Problem.invalidParameter("after", "cannot be combined with page.");
        }
        return new ItemQuery(
                catalogue,
                filters,
                ParameterValues.names("facet", facet, FACETS),
                ParameterValues.names("fields", fields, FIELDS),
                Map.of(),
                sortOrder(catalogue, filters.containsKey("q")),
                ParameterValues.number("page", page, 1, MAX_PAGE),
                ParameterValues.number("size", size, DEFAULT_SIZE, maxPageSize),
                after,
                form);
    }

    private static void refuseWithoutCatalogue(boolean catalogue, String name, @Nullable String value) {
        if (value != null && !catalogue) {
            throw Problem.invalidParameter(name, "needs the catalogue, which this service does not have.");
        }
    }

    private static void refuseUnlessJson(String name, @Nullable String value, SortedMap<String, String> form) {
        if (value != null && form.containsKey("format")) {
            throw Problem.invalidParameter(name, "applies to JSON only.");
        }
    }

    private static void add(
            SortedMap<String, Object> filters,
            String name,
            @Nullable String text,
            BiFunction<String, String, ? extends @Nullable Object> parser) {
        Object value = text == null ? null : parser.apply(name, text);
        if (value != null) {
            filters.put(name, value);
        }
    }

    private static void addOfCatalogue(
            boolean catalogue,
            SortedMap<String, Object> filters,
            String name,
            @Nullable String text,
            BiFunction<String, String, ? extends @Nullable Object> parser) {
        refuseWithoutCatalogue(catalogue, name, text);
        add(filters, name, text, parser);
    }

    private String sortOrder(boolean catalogue, boolean hasWords) {
        if (sort == null) {
            return ItemQuery.defaultSort(catalogue, hasWords);
        }
        Set<String> orders = catalogue ? ItemQuery.CATALOGUE_ORDERS : ItemQuery.FIGSHARE_ORDERS.keySet();
        if (!orders.contains(sort.startsWith("-") ? sort.substring(1) : sort)) {
            throw Problem.invalidParameter(
                    "sort",
                    "must be one of " + String.join(", ", new TreeSet<>(orders))
                            + ", with a leading - for descending order.");
        }
        if (sort.endsWith("relevance")) {
            if (!hasWords) {
                throw Problem.invalidParameter("sort", "by relevance needs search words: send q.");
            }
            return "-relevance";
        }
        return sort;
    }
}
