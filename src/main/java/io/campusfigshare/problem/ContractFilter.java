package io.campusfigshare.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.headers.Header;
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
 * Writes into the contract what is true everywhere, once: the headers of success, 304, every problem, and that a value
 * may be null where our records say so. Every property is always there, but in a body that callers send: what is needed
 * of that are its {@code requiredProperties}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {

    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "400",
                    "A parameter is not valid, not known here, empty or given twice, or the request cannot be read;"
                            + " detail says which and why."),
            Map.entry("404", "There is nothing here; each thing has one path, and no slash or dot besides."),
            Map.entry("405", "The path does not know that method; Allow lists those it knows."),
            Map.entry("406", "No answer of the media types in Accept exists here."),
            Map.entry("410", "The item has been withdrawn; detail names it and says when."),
            Map.entry("412", "What If-Match names is not current, or it is newer than If-Unmodified-Since."),
            Map.entry("413", "The body is too large."),
            Map.entry("414", "The URL is too long."),
            Map.entry("431", "The headers are too long."),
            Map.entry("500", "The failure is ours; X-Request-Id names it in the log."),
            Map.entry("502", "Figshare, or the firewall in front of it, gave no usable answer, and none is known."),
            Map.entry("503", "Figshare cannot be asked now; Retry-After says when to try again."),
            Map.entry("504", "Figshare took too long, or the answer is not cached and only-if-cached was sent.")));

    /** Where a token is needed. */
    private static final Map<String, String> SECURED = new TreeMap<>(Map.of(
            "401", "No token was sent, or one that is not valid; WWW-Authenticate says which.",
            "403", "The token does not permit that; detail says what would.",
            "409", "It is being worked on, or cannot be done in the state that it is in.",
            "411", "The length of the body is not said.",
            "415", "The body is of a media type that is not read here.",
            "422", "What was sent is not valid; errors lists all that is wrong.",
            "429", "Too many requests of this caller, or of their client; Retry-After says when to go on."));

    /** Where a body is read without a token. */
    private static final String UNREAD = "415";

    private static final String FORM = "multipart/form-data";
    private static final String NOT_MODIFIED = "NotModified";
    private static final String PROBLEM = "Problem";
    private static final String SECURED_PROBLEM = "DepositProblem";
    private static final String ALLOW = "Allow";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String NO_STORE = "Cache-Control-No-Store";
    private static final String ETAG = "ETag";
    private static final String DEPOSIT_ETAG = "ETag-Of-Deposit";
    private static final String LOCATION = "Location";
    private static final String PREFERENCE_APPLIED = "Preference-Applied";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    private static final String CATALOGUE = "Catalogue";

    private static final Map<String, Header> HEADERS = new TreeMap<>(Map.ofEntries(
            Map.entry(ETAG, text("Names these bytes, for If-None-Match.", "\"L4FNC02eEpjYZA8rnLnkQA\"")),
            Map.entry(
                    DEPOSIT_ETAG,
                    text("Names this state of the deposit, for If-Match.", "\"8256324e8b73f7c7190c8f92\"")),
            Map.entry(
                    "Last-Modified",
                    text(
                            "Where it is known when anything in the answer changed last.",
                            "Sun, 22 Nov 2026 01:00:07 GMT")),
            Map.entry("Age", text("Seconds since Figshare was asked.", "12")),
            Map.entry(CACHE_CONTROL, text("RFC 9111 and RFC 5861.", "public, max-age=300")),
            Map.entry(NO_STORE, text("RFC 9111; nobody keeps it.", "no-store")),
            Map.entry(
                    "Cache-Status",
                    text("RFC 9211; detail=stale when older than max-age.", "campus-figshare; hit; ttl=288")),
            Map.entry(
                    LOCATION,
                    text(
                            "The deposit.",
                            "https://research-data.example.edu/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")),
            Map.entry(PREFERENCE_APPLIED, text("RFC 7240; where Prefer was heeded.", "respond-async")),
            Map.entry(
                    "RateLimit",
                    text(
                            "What is left of the limits, and the seconds until they are full again.",
                            "\"caller\";r=599;t=1, \"refused\";r=60;t=0")),
            Map.entry(
                    "RateLimit-Policy",
                    text(
                            "How many requests, and how many that are refused, a caller may send in how many seconds.",
                            "\"caller\";q=600;w=60, \"refused\";q=60;w=60")),
            Map.entry(RETRY_AFTER, text("Seconds.", "5")),
            Map.entry(ALLOW, text("RFC 9110.", "GET, HEAD, OPTIONS")),
            Map.entry(WWW_AUTHENTICATE, text("RFC 6750.", "Bearer error=\"invalid_token\"")),
            Map.entry(REQUEST_ID, text("Names this request in every log.", "10f91ff719a1c0d9"))));

    private static final List<String> PUBLIC =
            List.of("Age", CACHE_CONTROL, "Cache-Status", ETAG, "Last-Modified", REQUEST_ID);

    /** Of whoever is known to the secured door. */
    private static final List<String> LIMITS = List.of("RateLimit", "RateLimit-Policy");

    /** The groups in the order of use, which their paths follow. */
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
            "Deposits",
            "Harvest");

    /** What is not shorter by itself is so by that (414). */
    private static final int LONGEST_URL = 8192;

    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName ABSENT = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");

    private final IndexView index;

    public ContractFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        Components components = contract.getComponents();
        HEADERS.forEach(components::addHeader);
        components.addResponse(
                NOT_MODIFIED,
                with(
                        OASFactory.createAPIResponse()
                                .description(
                                        "What If-None-Match names is current; or, without it, nothing is newer than If-Modified-Since."),
                        PUBLIC));
        PROBLEMS.forEach((status, text) -> {
            components.addResponse(PROBLEM + status, problem(status, text));
            components.addResponse(SECURED_PROBLEM + status, with(problem(status, text), LIMITS));
        });
        SECURED.forEach((status, text) -> components.addResponse(
                SECURED_PROBLEM + status,
                status.equals("401") ? problem(status, text) : with(problem(status, text), LIMITS)));
        components.addResponse(PROBLEM + UNREAD, problem(UNREAD, Objects.requireNonNull(SECURED.get(UNREAD))));
        Map<String, Schema> schemas = components.getSchemas();
        index.getAnnotations(SCHEMA).stream()
                .filter(annotation -> annotation.target().kind() == AnnotationTarget.Kind.CLASS)
                .map(annotation -> annotation.target().asClass())
                .filter(ClassInfo::isRecord)
                .forEach(record -> describe(schemas.get(name(record)), record));
        components.addHeader(CATALOGUE, filling());
        contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(operation -> operation.getResponses().getAPIResponse("200"))
                .filter(Objects::nonNull)
                .filter(response -> isFilled(response, schemas))
                .forEach(response -> response.addHeader(CATALOGUE, header(CATALOGUE)));
        contract.setTags(contract.getTags().stream()
                .sorted(Comparator.comparingInt(tag -> TAGS.indexOf(tag.getName())))
                .toList());
        contract.setPaths(inOrderOfUse(contract.getPaths()));
    }

    private static Header filling() {
        return text(
                "Only while the catalogue is filled for the first time: how many items are here, and how many are to come.",
                "filling;items=1200;expected=100000");
    }

    /** Whether it is a list that grows while the catalogue is filled. */
    private static boolean isFilled(APIResponse response, Map<String, Schema> schemas) {
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

    private static Paths inOrderOfUse(Paths paths) {
        Paths ordered = OASFactory.createPaths();
        paths.getPathItems().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, PathItem>>comparingInt(path -> TAGS.indexOf(tag(path.getValue())))
                        .thenComparingInt(path -> noun(path.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(path -> ordered.addPathItem(path.getKey(), path.getValue()));
        return ordered;
    }

    private static String tag(PathItem path) {
        return path.getOperations().values().iterator().next().getTags().getFirst();
    }

    /** What the path begins with, counted as the groups are: usage of items stands before usage of people. */
    private static int noun(String path) {
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
            if (record.field(component.name()).hasAnnotation(ABSENT)) {
                continue; // It is left out instead of null.
            }
            if (!sent && (schema.getRequired() == null || !schema.getRequired().contains(component.name()))) {
                schema.addRequired(component.name()); // The framework filters more than once.
            }
            if (component.type().hasAnnotation(NULLABLE)) {
                schema.addProperty(
                        component.name(),
                        orNull(Objects.requireNonNull(schema.getProperties().get(component.name()))));
            }
        }
    }

    private static Schema orNull(Schema property) {
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
            exampleInWords(parameter);
        }
        Schema schema = parameter.getSchema();
        if (schema == null || schema.getType() == null || schema.getEnumeration() != null) {
            return parameter;
        }
        if (schema.getType().contains(SchemaType.STRING) && schema.getMaxLength() == null) {
            schema.setMaxLength(LONGEST_URL);
        } else if (schema.getType().contains(SchemaType.INTEGER) && schema.getMaximum() == null) {
            schema.setMaximum(
                    BigDecimal.valueOf("int64".equals(schema.getFormat()) ? Long.MAX_VALUE : Integer.MAX_VALUE));
        }
        return parameter;
    }

    /** Whoever tries the contract on a page, or by a tool, sends every example: of what may be left out, none at all. */
    private static void exampleInWords(Parameter parameter) {
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

    /** A form with files is the exception, and what comes first is what a page offers. */
    private static void jsonFirst(Content content) {
        MediaType form = content.getMediaType(FORM);
        if (form != null) {
            content.removeMediaType(FORM);
            content.addMediaType(FORM, form);
        }
    }

    @Override
    public Operation filterOperation(Operation operation) {
        var responses = operation.getResponses();
        List<APIResponse> own = responses.getAPIResponses().values().stream()
                .filter(response -> response.getRef() == null) // The framework filters more than once.
                .toList();
        if (operation.getRequestBody() != null) {
            jsonFirst(operation.getRequestBody().getContent());
        }
        if (operation.getSecurity() == null) {
            own.forEach(response -> with(response, PUBLIC));
            if (operation.getRequestBody() != null) {
                responses.addAPIResponse(UNREAD, shared(PROBLEM + UNREAD));
            }
            if (responses.hasAPIResponse("200")) {
                responses.addAPIResponse("304", shared(NOT_MODIFIED));
            }
        } else {
            own.forEach(response -> secured(operation, response));
            SECURED.keySet().forEach(status -> responses.addAPIResponse(status, shared(SECURED_PROBLEM + status)));
        }
        String problem = operation.getSecurity() == null ? PROBLEM : SECURED_PROBLEM;
        PROBLEMS.keySet().forEach(status -> responses.addAPIResponse(status, shared(problem + status)));
        return operation;
    }

    /** What has a key is answered with where it is; what is answered as it is now, with what names that. */
    private static void secured(Operation operation, APIResponse response) {
        with(response.addHeader(CACHE_CONTROL, header(NO_STORE)), List.of(REQUEST_ID));
        with(response, LIMITS);
        if (Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of()).stream()
                .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()))) {
            with(response, List.of(LOCATION, PREFERENCE_APPLIED));
        } else if (isDeposit(response.getContent())) {
            response.addHeader(ETAG, header(DEPOSIT_ETAG));
        }
    }

    private static boolean isDeposit(@Nullable Content content) {
        return content != null
                && content.getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .anyMatch(schema -> schema != null && "#/components/schemas/Deposit".equals(schema.getRef()));
    }

    /** Of these there are some hundreds: a contract that spelled each out would be three times as long. */
    private static APIResponse shared(String name) {
        return OASFactory.createAPIResponse().ref(name);
    }

    private static APIResponse with(APIResponse response, List<String> headers) {
        headers.forEach(name -> response.addHeader(name, header(name)));
        return response;
    }

    private static Header header(String shared) {
        return OASFactory.createHeader().ref(shared);
    }

    private static APIResponse problem(String status, String description) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                ProblemBody.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
        with(response, List.of(REQUEST_ID));
        if (status.equals("401") || status.equals("403")) {
            with(response, List.of(WWW_AUTHENTICATE));
        } else if (status.equals("405")) {
            with(response, List.of(ALLOW));
        }
        return (status.startsWith("5") && !status.equals("500")) || status.equals("429") || status.equals("409")
                ? with(response, List.of(RETRY_AFTER))
                : response;
    }

    private static Header text(String description, String example) {
        return OASFactory.createHeader()
                .description(description)
                .example(example)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }
}
