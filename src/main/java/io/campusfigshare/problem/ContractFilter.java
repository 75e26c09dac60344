package io.campusfigshare.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Completes the OpenAPI contract: adds the responses and headers of all operations, marks the nullable components of
 * records, and sorts tags and paths. Every property of a response is required. In a request body, only its {@code
 * requiredProperties} are.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {

    private static final String FORM = "multipart/form-data";

    /** The tags in the order in which the contract lists them and their paths. */
    private static final List<String> TAGS = List.of(
            "Items",
            "People",
            "Departments",
            "Collections",
            "Projects",
            "Usage",
            "Changes",
            "Reports",
            "Reference",
            "Pages",
            "Deposits",
            "Reviews",
            "Accounts",
            "Subscriptions",
            "Harvest");

    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.PUT, HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

    /** The third segments of paths that are not in alphabetical order, in the order in which a caller uses them. */
    private static final List<String> STEPS = List.of(
            "files",
            "doi",
            "embargo",
            "publication",
            "retry",
            "events",
            "private-links",
            "test",
            "deliveries",
            "secret");

    /** The maximum length of a parameter without a shorter one; a longer URL is answered 414. */
    private static final int MAX_URL_LENGTH = 8192;

    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName JSON_INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");

    private final IndexView index;

    public ContractFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        Components components = contract.getComponents();
        if (components == null) {
            return; // Production serves docs/openapi.yaml and generates no contract.
        }
        ContractResponses.addTo(components);
        Map<String, Schema> schemas = components.getSchemas();
        index.getAnnotations(SCHEMA).stream()
                .filter(annotation -> annotation.target().kind() == AnnotationTarget.Kind.CLASS)
                .map(annotation -> annotation.target().asClass())
                .filter(ClassInfo::isRecord)
                .forEach(record -> describe(schemas.get(name(record)), record));
        contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(operation -> operation.getResponses().getAPIResponse("200"))
                .filter(Objects::nonNull)
                .filter(response -> hasFillProgress(response, schemas))
                .forEach(response -> response.addHeader(
                        ContractResponses.CATALOGUE, ContractResponses.header(ContractResponses.CATALOGUE)));
        contract.setTags(contract.getTags().stream()
                .sorted(Comparator.comparingInt(tag -> TAGS.indexOf(tag.getName())))
                .toList());
        contract.setPaths(sorted(contract.getPaths()));
    }

    /** Returns whether the response is a list that tells the progress of the first fill. */
    private static boolean hasFillProgress(APIResponse response, Map<String, Schema> schemas) {
        MediaType json =
                response.getContent() == null ? null : response.getContent().getMediaType("application/json");
        String list = json == null || json.getSchema() == null
                ? null
                : json.getSchema().getRef();
        Schema schema = list == null ? null : schemas.get(list.substring(list.lastIndexOf('/') + 1));
        return schema != null
                && schema.getProperties() != null
                && schema.getProperties().containsKey("filling");
    }

    private static Paths sorted(Paths paths) {
        Paths ordered = OASFactory.createPaths();
        paths.getPathItems().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, PathItem>>comparingInt(path -> TAGS.indexOf(tag(path.getValue())))
                        .thenComparingInt(path -> resourceIndex(path.getKey()))
                        .thenComparingInt(path -> STEPS.indexOf(thirdSegment(path.getKey())))
                        .thenComparing(Map.Entry::getKey))
                .forEach(path -> ordered.addPathItem(path.getKey(), withSortedMethods(path.getValue())));
        return ordered;
    }

    /** What is put can be read then; a deletion is last. */
    private static PathItem withSortedMethods(PathItem path) {
        Map<HttpMethod, Operation> operations = path.getOperations();
        METHODS.forEach(method -> path.setOperation(method, null));
        METHODS.stream()
                .filter(operations::containsKey)
                .forEach(method -> path.setOperation(method, operations.get(method)));
        return path;
    }

    private static String thirdSegment(String path) {
        String[] segments = path.split("/", -1);
        return segments.length > 4 ? segments[4] : "";
    }

    private static String tag(PathItem path) {
        return path.getOperations().values().iterator().next().getTags().getFirst();
    }

    /** Returns the index in the tags of the first segment of the path: usage of items comes before usage of people. */
    private static int resourceIndex(String path) {
        return IntStream.range(0, TAGS.size())
                .filter(i -> (path + '/').startsWith("/v1/" + TAGS.get(i).toLowerCase(Locale.ROOT) + '/'))
                .findFirst()
                .orElse(TAGS.size());
    }

    private static String name(ClassInfo record) {
        AnnotationValue name = record.declaredAnnotation(SCHEMA).value("name");
        return name == null ? record.simpleName() : name.asString();
    }

    private static void describe(@Nullable Schema schema, ClassInfo record) {
        if (schema == null || name(record).equals("Problem")) {
            return;
        }
        boolean sent = record.declaredAnnotation(SCHEMA).value("requiredProperties") != null;
        if (sent && schema.getRequired() != null && schema.getRequired().isEmpty()) {
            schema.setRequired(null);
        }
        for (RecordComponentInfo component : record.recordComponents()) {
            if (record.field(component.name()).hasAnnotation(JSON_INCLUDE)) {
                continue; // The property is absent instead of null.
            }
            if (!sent && (schema.getRequired() == null || !schema.getRequired().contains(component.name()))) {
                schema.addRequired(component.name()); // Quarkus runs the filter more than once.
            }
            if (component.type().hasAnnotation(NULLABLE)) {
                schema.addProperty(
                        component.name(),
                        nullable(Objects.requireNonNull(schema.getProperties().get(component.name()))));
            }
        }
    }

    private static Schema nullable(Schema property) {
        if (property.getAnyOf() != null
                || (property.getType() != null && property.getType().contains(SchemaType.NULL))) {
            return property;
        }
        return property.getRef() == null
                ? property.addType(SchemaType.NULL)
                : OASFactory.createSchema()
                        .addAnyOf(property)
                        .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (!Boolean.TRUE.equals(parameter.getRequired())) {
            moveExample(parameter);
        }
        Schema schema = parameter.getSchema();
        if (schema == null || schema.getType() == null || schema.getEnumeration() != null) {
            return parameter;
        }
        if (schema.getType().contains(SchemaType.STRING) && schema.getMaxLength() == null) {
            schema.setMaxLength(MAX_URL_LENGTH);
        } else if (schema.getType().contains(SchemaType.INTEGER) && schema.getMaximum() == null) {
            schema.setMaximum(
                    BigDecimal.valueOf("int64".equals(schema.getFormat()) ? Long.MAX_VALUE : Integer.MAX_VALUE));
        }
        return parameter;
    }

    /**
     * Moves the example of an optional parameter to its description: documentation pages and tools send every example.
     */
    private static void moveExample(Parameter parameter) {
        Object example = parameter.getExample();
        if (example == null) {
            return;
        }
        String values = example instanceof List<?> list
                ? list.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "))
                : "`" + example + "`";
        parameter
                .description((parameter.getDescription() == null ? "" : parameter.getDescription() + " ")
                        + "For example "
                        + values
                        + ".")
                .setExample(null);
    }

    /** Puts JSON before forms: a documentation page selects the first media type. */
    private static void putJsonFirst(Content content) {
        MediaType form = content.getMediaType(FORM);
        if (form != null) {
            content.removeMediaType(FORM);
            content.addMediaType(FORM, form);
        }
    }

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getRequestBody() != null) {
            putJsonFirst(operation.getRequestBody().getContent());
        }
        ContractResponses.addTo(operation);
        return operation;
    }
}
