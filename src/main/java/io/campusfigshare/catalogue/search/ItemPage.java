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
                        "The number of items on all pages; null if the list is read from Figshare, which does not count.",
                examples = "40")
        @Nullable Long total,

        @Schema(examples = "1") int page,

        @Schema(description = "The maximum number of items on a page.", examples = "20")
        int size,

        @Schema(
                description =
                        "By facet, the number of items with each value, the most frequent first; only if requested.",
                examples = "{\"type\":[{\"value\":\"dataset\",\"count\":12}]}")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Map<String, List<ValueCount>> facets,

        @Schema(
                description = "The requested ids and DOIs, as they were sent, that are not those of a public item;"
                        + " only if items were requested by id and doi.",
                examples = "[\"1\",\"10.5555/nothing-here\"]")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> missing,

        @Schema(description = "Only during the first fill of the catalogue.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable FillProgress filling) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The same page with items that are already JSON. */
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
     * Returns the response for a page of the catalogue, with links to other pages.
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
     * Returns the response for items that were requested by id and DOI.
     *
     * @param bodies  the JSON of each item that was found
     * @param missing the ids and DOIs that were not found
     */
    public static Representation of(Collection<String> bodies, List<String> missing, ItemQuery query) {
        var items = raw(bodies, query);
        return Representation.json(
                new Raw(items, (long) items.size(), 1, items.size() + missing.size(), null, missing, null));
    }

    private static List<RawValue> raw(Collection<String> bodies, ItemQuery query) {
        return bodies.stream()
                .map(body -> query.fields().isEmpty() || query.cited() ? body : select(query.fields(), body))
                .map(RawValue::new)
                .toList();
    }

    /** Returns the JSON with these fields only. */
    private static String select(Set<String> fields, String body) {
        var selected = new StringWriter();
        try (JsonParser parser = JSON.createParser(body);
                var generator = new FilteringGeneratorDelegate(
                        JSON.createGenerator(selected),
                        new FieldFilter(fields),
                        Inclusion.INCLUDE_ALL_AND_PATH,
                        true)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
        return selected.toString();
    }

    /** Selects top-level fields, each with its whole value. */
    private static final class FieldFilter extends TokenFilter {

        private final Set<String> fields;

        FieldFilter(Set<String> fields) {
            this.fields = fields;
        }

        @Override
        public @Nullable TokenFilter includeProperty(String name) {
            return fields.contains(name) ? TokenFilter.INCLUDE_ALL : null;
        }
    }
}
