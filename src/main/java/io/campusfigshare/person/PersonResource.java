package io.campusfigshare.person;

import io.campusfigshare.catalogue.directory.NameWords;
import io.campusfigshare.catalogue.item.ItemListParameters;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.httpcache.Loader;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people}. */
@Path(PersonResource.PATH)
@Tag(name = "People", description = "People of the institution who have public items, and their items.")
public class PersonResource {

    static final String PATH = "/v1/people";

    private final People people;
    private final ResponseCache cache;
    private final Citations citations;

    PersonResource(People people, ResponseCache cache, Citations citations) {
        this.people = people;
        this.cache = cache;
        this.citations = citations;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listPeople",
            summary = "List or search people",
            description =
                    "Finds people by the beginnings of the words of their names, or lists all. Only people with at least one public"
                            + " item are listed.")
    @APIResponse(
            responseCode = "200",
            description = "One page of people, in order of their names.",
            content = @Content(schema = @Schema(implementation = PersonPage.class)))
    public Uni<RestResponse<Buffer>> people(
            @Parameter(
                            description =
                                    "Words of the name or their beginnings, in any order. Case and accents are ignored. * lists"
                                            + " everybody, as if q were absent.",
                            example = "oak mar")
                    @QueryParam("q")
                    @DefaultValue("")
                    @Size(max = 200) String q,
            @Parameter(description = "The number of the page, from 1.", example = "1")
                    @QueryParam("page")
                    @DefaultValue("1")
                    @Min(1) @Max(1000) int page,
            @Parameter(description = "The number of people on a page.", example = "20")
                    @QueryParam("size")
                    @DefaultValue("20")
                    @Min(1) @Max(100) int size,
            @Context RoutingContext context) {
        @Nullable SortedSet<String> words = q.isBlank() || q.strip().equals("*") ? null : NameWords.of(q);
        return cache.answer(
                context,
                PATH + "?page=" + page + (words == null ? "" : "&q=" + key(words)) + "&size=" + size,
                "list",
                refresh -> people.page(words, page, size));
    }

    @GET
    @Path("/{person}")
    @Operation(
            operationId = "getPerson",
            summary = "Read a person",
            description = "Finds the person by campus id or ORCID iD. A person without a public item is not found.")
    @APIResponse(
            responseCode = "200",
            description = "The person.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Person.class)))
    @APIResponse(responseCode = "303", description = "The page of the person, for browsers (Accept: text/html).")
    public Uni<RestResponse<Buffer>> person(
            @Parameter(description = "The campus id or ORCID iD of the person.", example = "0009-0099-0042-0018")
                    @PathParam("person")
                    @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not hold control characters") String person,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Loader loader = refresh -> people.person(person).map(Representation::json);
        return Negotiation.writeAsIs(
                Negotiation.prefersHtml(headers)
                        ? cache.answer(context, key(person), "list", loader, " page", body -> people.page(person))
                        : cache.answer(context, key(person), "list", loader));
    }

    @GET
    @Path("/{person}/items")
    @Operation(
            operationId = "listPersonItems",
            summary = "List the items of a person",
            description =
                    "Lists the items that name the person's ORCID iD or author number as an author. Takes the query parameters of"
                            + " /v1/items.")
    @APIResponse(
            responseCode = "200",
            description = "One page of items.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemPage.class)))
    public Uni<RestResponse<Buffer>> items(
            @Parameter(description = "The campus id or ORCID iD of the person.", example = "0009-0099-0042-0018")
                    @PathParam("person")
                    @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not hold control characters") String person,
            @BeanParam ItemListParameters parameters,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        RequestedFormat requested = RequestedFormat.ofList(format, headers, true);
        ItemQuery query = parameters
                .query(true, requested.parameters(), requested.maxPageSize())
                .in("person", person);
        return citations.list(
                context,
                requested,
                query.appendTo(key(person) + "/items"),
                query.fields(),
                refresh -> people.items(person, query));
    }

    /** Returns the canonical q. A text without a word has the answer, and so the key, of a hyphen. */
    private static String key(SortedSet<String> words) {
        return words.isEmpty() ? "-" : encoded(String.join(" ", words));
    }

    private static String key(String person) {
        return PATH + "/" + encoded(person.toLowerCase(Locale.ROOT));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
