package io.campusfigshare.catalogue.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.httpcache.Representation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of items. */
@RegisterForReflection
@Schema(description = "One page of items.")
public record ItemPage(
        List<Item> items,

        @Schema(
                description =
                        "How many there are in all; null while lists are read through from Figshare, which does not tell.",
                examples = "40")
        @Nullable Long total,

        @Schema(examples = "1") int page,

        @Schema(description = "The most that one page holds.", examples = "20")
        int size,

        @Schema(
                description = "How many items have each value, by facet and most frequent first; only when asked for.",
                examples = "{\"type\":[{\"value\":\"dataset\",\"count\":12}]}")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Map<String, List<ValueCount>> facets,

        @Schema(
                description =
                        "Which of the numbers and DOIs that were asked for, as they were sent, are no public item's;"
                                + " only where items were asked for by id and doi.",
                examples = "[\"1\",\"10.5555/nothing-here\"]")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> missing,

        @Schema(description = "Only while the catalogue is filled for the first time.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable FillProgress filling) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The same, of bodies that are JSON already. */
    @RegisterForReflection
    record Raw(
            List<RawValue> items,
            @Nullable Long total,
            int page,
            int size,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, List<ValueCount>> facets,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> missing,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {}

    /**
     * What the catalogue has found, with the links to the other pages.
     *
     * @param list the URL of the list
     */
    public static Representation of(ItemSearch.Page page, ItemQuery query, String list) {
        var items = raw(page.bodies(), query);
        return Representation.json(
                        new Raw(items, page.total(), query.page(), query.size(), page.facets(), null, page.filling()),
                        query.links(list, items.size(), page.total(), page.end()))
                .shortLived(FillProgress.headers(page.filling()));
    }

    /**
     * What was asked for by name, all of it.
     *
     * @param bodies  the JSON of each item that there is
     * @param missing the names of nothing
     */
    public static Representation of(Collection<String> bodies, List<String> missing, ItemQuery query) {
        var items = raw(bodies, query);
        return Representation.json(
                new Raw(items, (long) items.size(), 1, items.size() + missing.size(), null, missing, null));
    }

    private static List<RawValue> raw(Collection<String> bodies, ItemQuery query) {
        return bodies.stream()
                .map(body -> query.fields().isEmpty() ? body : only(query.fields(), body))
                .map(RawValue::new)
                .toList();
    }

    /** The body with these of its fields, as they stand in it. */
    private static String only(Set<String> fields, String body) {
        var slim = new StringWriter();
        try (JsonParser all = JSON.createParser(body);
                var some = new FilteringGeneratorDelegate(
                        JSON.createGenerator(slim), new Wanted(fields), Inclusion.INCLUDE_ALL_AND_PATH, true)) {
            all.nextToken();
            some.copyCurrentStructure(all);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
        return slim.toString();
    }

    /** At the top only: what is inside a wanted field is wanted whole. */
    private static final class Wanted extends TokenFilter {

        private final Set<String> fields;

        Wanted(Set<String> fields) {
            this.fields = fields;
        }

        @Override
        public @Nullable TokenFilter includeProperty(String name) {
            return fields.contains(name) ? TokenFilter.INCLUDE_ALL : null;
        }
    }
}
