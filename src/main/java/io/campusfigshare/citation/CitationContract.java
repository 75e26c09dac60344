package io.campusfigshare.citation;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Adds the formats of items and of lists to the OpenAPI document, once for all operations that return them. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CitationContract implements OASFilter {

    private static final Set<String> ITEMS = Set.of("getItem", "getItemVersion", "getItemByDoi");
    private static final Set<String> LISTS =
            Set.of("listItems", "listPersonItems", "listDepartmentItems", "listCollectionItems", "listProjectItems");

    // Sorted, so that every build writes the same document.
    private static final Map<String, Object> WORK = new TreeMap<>(Map.of(
            "@context",
            "https://schema.org",
            "@type",
            "PresentationDigitalDocument",
            "name",
            "Using APIs to customise repositories"));

    private static final Map<Format, Object> EXAMPLES = new EnumMap<>(Map.of(
            Format.BIBTEX,
            """
            @misc{penhallow2017_5616445,
              title = {{Using APIs to customise repositories}},
              author = {Penhallow, Orla},
              year = {2017}
            }
            """,
            Format.RIS,
            """
            TY  - SLIDE
            TI  - Using APIs to customise repositories
            AU  - Penhallow, Orla
            PY  - 2017
            ER  -\s
            """,
            Format.CSL,
            new TreeMap<>(Map.of(
                    "id", "penhallow2017_5616445", "type", "speech", "title", "Using APIs to customise repositories")),
            Format.DATACITE,
            new TreeMap<>(Map.of(
                    "id",
                    "https://doi.org/10.6084/m9.figshare.5616445",
                    "titles",
                    List.of(Map.of("title", "Using APIs to customise repositories")))),
            Format.DATACITE_XML,
            "<resource xmlns=\"http://datacite.org/schema/kernel-4\">"
                    + "<identifier identifierType=\"DOI\">10.6084/m9.figshare.5616445</identifier></resource>",
            Format.SCHEMAORG,
            WORK,
            Format.JSONLD,
            WORK,
            Format.DC,
            "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"/>",
            Format.TEXT,
            "Penhallow, O. (2017). Using APIs to customise repositories [Presentation]. figshare.",
            Format.CSV,
            "id,url,doi,title,type,authors,published,modified,version,license,access,department,keywords,size\r\n"));

    /** Removes the filter that the path of a list sets from its query parameters. */
    @Override
    public void filterOpenAPI(OpenAPI contract) {
        if (contract.getPaths() == null) {
            return; // Production generates no contract.
        }
        removeQueryParameter(contract, "/v1/people/{person}/items", "person");
        removeQueryParameter(contract, "/v1/departments/{code}/items", "department");
    }

    private static void removeQueryParameter(OpenAPI contract, String path, String name) {
        Operation list =
                Objects.requireNonNull(contract.getPaths().getPathItem(path)).getGET();
        List.copyOf(list.getParameters()).stream()
                .filter(parameter -> name.equals(parameter.getName()) && parameter.getIn() == Parameter.In.QUERY)
                .forEach(list::removeParameter);
    }

    @Override
    public Operation filterOperation(Operation operation) {
        String id = operation.getOperationId();
        if (ITEMS.contains(id)) {
            addFormats(operation, Format.OF_ITEMS);
        } else if (LISTS.contains(id)) {
            addFormats(operation, Format.OF_LISTS);
        } else if ("getItemFormat".equals(id)) {
            addMediaTypes(operation, Format.OF_ITEMS);
            describeParameter(operation, "format", "The format.", "datacite-xml", names(Format.OF_ITEMS));
        } else if ("getItemCitation".equals(id)) {
            describeParameter(operation, "format", "The format; overrides Accept.", "html", List.of("text", "html"));
            addStyleParameters(operation, "");
        } else if ("getItemLinkset".equals(id)) {
            describeParameter(operation, "format", "The format; overrides Accept.", "text", List.of("json", "text"));
        }
        return operation;
    }

    private static void addFormats(Operation operation, List<Format> formats) {
        addMediaTypes(operation, formats);
        describeParameter(operation, "format", "The format; overrides Accept.", "bibtex", names(formats));
        addStyleParameters(
                operation,
                formats.equals(Format.OF_LISTS)
                        ? "With format=text, and for the member citation of the items of a JSON list, if style is sent: "
                        : "With format=text: ");
    }

    private static void addMediaTypes(Operation operation, List<Format> formats) {
        Content content = Objects.requireNonNull(operation.getResponses().getAPIResponse("200"))
                .getContent();
        for (Format format : formats) {
            if (format != Format.JSON) {
                content.addMediaType(format.type, mediaType(format, formats.equals(Format.OF_LISTS)));
            }
        }
    }

    private static List<String> names(List<Format> formats) {
        return formats.stream().map(Format::text).toList();
    }

    private static MediaType mediaType(Format format, boolean list) {
        Object example = EXAMPLES.get(format);
        SchemaType type = switch (format) {
            case CSL, DATACITE -> list ? SchemaType.ARRAY : SchemaType.OBJECT;
            case SCHEMAORG, JSONLD -> SchemaType.OBJECT;
            default -> SchemaType.STRING;
        };
        Schema schema =
                OASFactory.createSchema().addType(type).description("Also returned for format=" + format.text() + ".");
        if (type == SchemaType.ARRAY) {
            schema.items(OASFactory.createSchema().addType(SchemaType.OBJECT));
            example = List.of(Objects.requireNonNull(example));
        }
        return OASFactory.createMediaType().schema(schema).example(example);
    }

    private static void addStyleParameters(Operation operation, String prefix) {
        describeParameter(
                operation,
                "style",
                prefix + "a style from /v1/citation-styles or one of its aliases; default apa.",
                "ieee",
                List.of());
        describeParameter(
                operation, "locale", prefix + "a locale from /v1/citation-styles; default en-GB.", "de-DE", List.of());
    }

    /**
     * Describes a parameter. It already exists if the resource declares it or if the framework ran this filter before.
     */
    private static void describeParameter(
            Operation operation, String name, String description, String example, List<String> values) {
        List<Parameter> known = Objects.requireNonNullElse(operation.getParameters(), List.of());
        Parameter parameter = known.stream()
                .filter(one -> name.equals(one.getName()))
                .findFirst()
                .orElse(null);
        if (parameter == null) {
            parameter = OASFactory.createParameter().name(name).in(Parameter.In.QUERY);
            operation.addParameter(parameter);
        }
        var schema = OASFactory.createSchema().addType(SchemaType.STRING);
        values.forEach(schema::addEnumeration);
        parameter.description(description).example(example).schema(schema);
    }
}
