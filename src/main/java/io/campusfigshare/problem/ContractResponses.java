package io.campusfigshare.problem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The parts of the OpenAPI contract that are the same for many operations: problems, 304 and response headers. */
final class ContractResponses {

    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "400",
                    "A parameter is invalid, unknown, empty or repeated, or the request is malformed;"
                            + " detail says which and why."),
            Map.entry("404", "Not found. Each resource has exactly one path, without additional slashes or dots."),
            Map.entry("405", "The path does not support this method; Allow lists the supported ones."),
            Map.entry("406", "No media type in Accept is available for this path."),
            Map.entry("410", "The item has been withdrawn; detail contains its title and the date."),
            Map.entry(
                    "412",
                    "If-Match does not list the current ETag, or the response was modified after If-Unmodified-Since."),
            Map.entry("413", "The body is too large."),
            Map.entry("414", "The URL is too long."),
            Map.entry("431", "The headers are too long."),
            Map.entry("500", "The service failed; X-Request-Id identifies the failure in the log."),
            Map.entry("502", "Figshare, or the firewall in front of it, gave no usable response, and none is cached."),
            Map.entry("503", "The service cannot call Figshare now; Retry-After says when to retry."),
            Map.entry(
                    "504",
                    "Figshare took too long, or the response is not cached and the request has only-if-cached.")));

    /** In addition, for operations that require a token. */
    private static final Map<String, String> SECURED_PROBLEMS = new TreeMap<>(Map.of(
            "401", "The request has no token, or an invalid one; WWW-Authenticate says which.",
            "403", "The token does not permit this operation; detail says which permission it needs.",
            "409", "The resource is being changed by another request, or its state does not permit this operation.",
            "411", "Content-Length is missing.",
            "415", "The media type of the body is not supported.",
            "422", "The body is not valid; errors lists all violations.",
            "429", "Too many requests by this caller, or by their client; Retry-After says when to continue."));

    /** In addition, for operations that read a body without a token. */
    private static final String UNSUPPORTED_MEDIA_TYPE = "415";

    private static final String NOT_MODIFIED = "NotModified";
    private static final String PROBLEM_PREFIX = "Problem";
    private static final String SECURED_PROBLEM_PREFIX = "DepositProblem";
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

    static final String CATALOGUE = "Catalogue";

    private static final Map<String, Header> HEADERS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    ETAG,
                    text("Identifies the bytes of the response, for If-None-Match.", "\"L4FNC02eEpjYZA8rnLnkQA\"")),
            Map.entry(
                    DEPOSIT_ETAG,
                    text("Identifies the state of the deposit, for If-Match.", "\"8256324e8b73f7c7190c8f92\"")),
            Map.entry(
                    "Last-Modified",
                    text(
                            "When the data in the response last changed; absent if unknown.",
                            "Sun, 22 Nov 2026 01:00:07 GMT")),
            Map.entry("Age", text("Seconds since the response was created.", "12")),
            Map.entry(CACHE_CONTROL, text("RFC 9111 and RFC 5861.", "public, max-age=300")),
            Map.entry(NO_STORE, text("RFC 9111; no cache stores the response.", "no-store")),
            Map.entry(
                    "Cache-Status",
                    text(
                            "RFC 9211; with detail=stale if the response is older than max-age.",
                            "campus-figshare; hit; ttl=288")),
            Map.entry(
                    LOCATION,
                    text(
                            "The URL of the deposit.",
                            "https://research-data.example.edu/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")),
            Map.entry(PREFERENCE_APPLIED, text("RFC 7240; present if the service applied Prefer.", "respond-async")),
            Map.entry(
                    "RateLimit",
                    text(
                            "The remaining requests of each limit (r), and the seconds until the limit is fully available again (t).",
                            "\"caller\";r=599;t=1, \"refused\";r=60;t=0")),
            Map.entry(
                    "RateLimit-Policy",
                    text(
                            "The limits: how many requests (q) a caller may send in how many seconds (w), and how many may be refused.",
                            "\"caller\";q=600;w=60, \"refused\";q=60;w=60")),
            Map.entry(RETRY_AFTER, text("Seconds.", "5")),
            Map.entry(ALLOW, text("RFC 9110.", "GET, HEAD, OPTIONS")),
            Map.entry(WWW_AUTHENTICATE, text("RFC 6750.", "Bearer error=\"invalid_token\"")),
            Map.entry(REQUEST_ID, text("Identifies this request in all logs.", "10f91ff719a1c0d9"))));

    private static final List<String> PUBLIC =
            List.of("Age", CACHE_CONTROL, "Cache-Status", ETAG, "Last-Modified", REQUEST_ID);

    /** Sent to every authenticated caller of operations that require a token. */
    private static final List<String> RATE_LIMIT_HEADERS = List.of("RateLimit", "RateLimit-Policy");

    private ContractResponses() {}

    /** Adds the shared responses and headers to the components of the contract. */
    static void addTo(Components components) {
        HEADERS.forEach(components::addHeader);
        components.addHeader(CATALOGUE, fillProgress());
        components.addResponse(
                NOT_MODIFIED,
                withHeaders(
                        OASFactory.createAPIResponse()
                                .description(
                                        "If-None-Match lists the current ETag; or, without it, the response was not modified after If-Modified-Since."),
                        PUBLIC));
        PROBLEMS.forEach((status, text) -> {
            components.addResponse(PROBLEM_PREFIX + status, problem(status, text));
            components.addResponse(
                    SECURED_PROBLEM_PREFIX + status, withHeaders(problem(status, text), RATE_LIMIT_HEADERS));
        });
        SECURED_PROBLEMS.forEach((status, text) -> components.addResponse(
                SECURED_PROBLEM_PREFIX + status,
                status.equals("401") ? problem(status, text) : withHeaders(problem(status, text), RATE_LIMIT_HEADERS)));
        components.addResponse(
                PROBLEM_PREFIX + UNSUPPORTED_MEDIA_TYPE,
                problem(UNSUPPORTED_MEDIA_TYPE, Objects.requireNonNull(SECURED_PROBLEMS.get(UNSUPPORTED_MEDIA_TYPE))));
    }

    /** Adds references to the shared responses and headers to an operation. */
    static void addTo(Operation operation) {
        var responses = operation.getResponses();
        List<APIResponse> own = responses.getAPIResponses().values().stream()
                .filter(response -> response.getRef() == null) // The framework filters more than once.
                .toList();
        if (operation.getSecurity() == null) {
            own.forEach(response -> withHeaders(response, PUBLIC));
            if (operation.getRequestBody() != null) {
                responses.addAPIResponse(UNSUPPORTED_MEDIA_TYPE, shared(PROBLEM_PREFIX + UNSUPPORTED_MEDIA_TYPE));
            }
            if (responses.hasAPIResponse("200")) {
                responses.addAPIResponse("304", shared(NOT_MODIFIED));
            }
        } else {
            own.forEach(response -> addSecuredHeaders(operation, response));
            SECURED_PROBLEMS
                    .keySet()
                    .forEach(status -> responses.addAPIResponse(status, shared(SECURED_PROBLEM_PREFIX + status)));
        }
        String prefix = operation.getSecurity() == null ? PROBLEM_PREFIX : SECURED_PROBLEM_PREFIX;
        PROBLEMS.keySet().forEach(status -> responses.addAPIResponse(status, shared(prefix + status)));
    }

    private static Header fillProgress() {
        return text(
                "Only during the first fill of the catalogue: the number of items in it, and the expected number.",
                "filling;items=1200;expected=100000");
    }

    /**
     * Adds the headers of operations that require a token. Operations with an Idempotency-Key send Location; other
     * responses that contain a deposit send its ETag.
     */
    private static void addSecuredHeaders(Operation operation, APIResponse response) {
        withHeaders(response.addHeader(CACHE_CONTROL, header(NO_STORE)), List.of(REQUEST_ID));
        withHeaders(response, RATE_LIMIT_HEADERS);
        if (Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of()).stream()
                .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()))) {
            withHeaders(response, List.of(LOCATION, PREFERENCE_APPLIED));
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

    /** References a shared response; the contract would be three times as long with all of them inline. */
    private static APIResponse shared(String name) {
        return OASFactory.createAPIResponse().ref(name);
    }

    private static APIResponse withHeaders(APIResponse response, List<String> headers) {
        headers.forEach(name -> response.addHeader(name, header(name)));
        return response;
    }

    static Header header(String shared) {
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
        withHeaders(response, List.of(REQUEST_ID));
        if (status.equals("401") || status.equals("403")) {
            withHeaders(response, List.of(WWW_AUTHENTICATE));
        } else if (status.equals("405")) {
            withHeaders(response, List.of(ALLOW));
        }
        return (status.startsWith("5") && !status.equals("500")) || status.equals("429") || status.equals("409")
                ? withHeaders(response, List.of(RETRY_AFTER))
                : response;
    }

    private static Header text(String description, String example) {
        return OASFactory.createHeader()
                .description(description)
                .example(example)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }
}
