package io.campusfigshare.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.Containers;
import io.campusfigshare.catalogue.search.FillProgress;
import io.campusfigshare.catalogue.search.ItemSearch;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /embed/outputs}: the list of the web component as HTML, for readers and search engines without scripts. */
@Path(OutputsResource.PATH)
@Tag(name = "Pages", description = "Lists as HTML, for pages of the university.")
public class OutputsResource {

    static final String PATH = "/embed/outputs";

    private static final String HTML = "text/html;charset=UTF-8";
    private static final int MAX_PAGE = 100;

    /** The formats by their names, in the order of the web component. */
    private static final List<Map.Entry<String, String>> EXPORTS = List.of(
            Map.entry("BibTeX", "bibtex"),
            Map.entry("RIS", "ris"),
            Map.entry("CSL-JSON", "csl"),
            Map.entry("CSV", "csv"));

    private final Catalogue catalogue;
    private final Directory directory;
    private final Containers containers;
    private final Citations citations;
    private final ResponseCache cache;
    private final ObjectMapper json;
    private final String base;

    OutputsResource(
            Catalogue catalogue,
            Directory directory,
            Containers containers,
            Citations citations,
            ResponseCache cache,
            ObjectMapper json,
            CampusConfig campus) {
        this.catalogue = catalogue;
        this.directory = directory;
        this.containers = containers;
        this.citations = citations;
        this.cache = cache;
        this.json = json;
        this.base = CampusConfig.base(campus);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            operationId = "getOutputs",
            summary = "Read a list of items as HTML",
            description =
                    "Returns a fragment of HTML, for server-side includes, with schema.org metadata of the items in it. Needs the"
                            + " catalogue. Without person, department, collection and q, the list is of all items.")
    @APIResponse(
            responseCode = "200",
            description = "A section element.",
            content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class)))
    public Uni<RestResponse<Buffer>> outputs(@BeanParam OutputsParameters parameters, @Context RoutingContext context) {
        catalogue.requireInUse();
        ItemQuery query = parameters.query();
        Words words = parameters.words();
        RequestedFormat references =
                parameters.style == null ? null : RequestedFormat.references(parameters.style, words.referenceLocale());
        return cache.answer(
                context,
                PATH + "?" + parameters.canonical(query, query.page()),
                "list",
                refresh -> existing(query)
                        .chain(exists -> catalogue.search(query))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(page -> page(page, query, words, references, parameters)));
    }

    /** Invalidates all lists, because any item can be in one. */
    void changed(@Observes ItemChanged change) {
        cache.invalidate(key -> key.startsWith(PATH));
    }

    /** Fails with 404 if there is no such person, department or collection. */
    private Uni<?> existing(ItemQuery query) {
        String person = query.path().get("person");
        if (person != null) {
            return directory
                    .person(person)
                    .invoke(found -> require(found, "Nobody with a public item has this campus id or ORCID iD."));
        }
        String department = query.path().get("department");
        if (department != null) {
            return directory.departments().invoke(all -> Directory.find(department, all));
        }
        String collection = query.path().get("collection");
        return collection == null
                ? Uni.createFrom().voidItem()
                : containers
                        .container(Containers.Kind.COLLECTION, Long.parseLong(collection))
                        .invoke(found -> require(found, "The institution has no public collection with this id."));
    }

    private static void require(Optional<?> found, String otherwise) {
        if (found.isEmpty()) {
            throw new Problem(ProblemType.NOT_FOUND, otherwise);
        }
    }

    private Representation page(
            ItemSearch.Page page,
            ItemQuery query,
            Words words,
            @Nullable RequestedFormat references,
            OutputsParameters parameters) {
        List<Item> items = page.bodies().stream().map(this::item).toList();
        List<String> texts = references == null ? List.of() : citations.references(items, references);
        List<Entry> entries = IntStream.range(0, items.size())
                .mapToObj(i -> Entry.of(items.get(i), texts.isEmpty() ? null : texts.get(i), words))
                .toList();
        int size = query.size();
        long pages = Math.clamp((page.total() + size - 1) / size, 1, MAX_PAGE);
        var list = new OutputList(
                words,
                entries,
                page.total(),
                query.page(),
                pages,
                (query.page() - 1) * size + 1,
                query.page() > 1 ? address(parameters, query, query.page() - 1) : null,
                query.page() < pages ? address(parameters, query, query.page() + 1) : null,
                page.filling() != null,
                EXPORTS.stream()
                        .map(export ->
                                new OutputList.Export(export.getKey(), base + parameters.export(export.getValue())))
                        .toList(),
                citations.schemaOrg(items));
        return Representation.of(HTML, Templates.outputs(list).render().getBytes(StandardCharsets.UTF_8))
                .shortLived(FillProgress.headers(page.filling()));
    }

    private String address(OutputsParameters parameters, ItemQuery query, int page) {
        return base + PATH + "?" + parameters.canonical(query, page);
    }

    private Item item(String body) {
        try {
            return json.readValue(body, Item.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
