package io.campusfigshare.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of every error (RFC 9457), sent as {@code application/problem+json}. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "An error (RFC 9457).")
public record ProblemBody(
        @Schema(
                description = "The stable name of the kind of error.",
                examples = "urn:problem-type:campus-figshare:not-found")
        String type,

        @Schema(description = "The same sentence for every error of this kind.", examples = "Not found")
        String title,

        @Schema(description = "The HTTP status.", examples = "404")
        int status,

        @Schema(description = "What happened, and what the caller can do.", examples = "No public item has the id 1.")
        String detail,

        @Schema(description = "The path of the request.", examples = "/v1/items/1") @Nullable String instance,

        @Schema(description = "All violations in the request body; absent for other errors.") @Nullable List<Violation> errors) {

    /** The media type of RFC 9457, section 3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A violation in the request body. */
    @Schema(name = "Violation", description = "A violation in the request body.")
    public record Violation(
            @Schema(description = "The location: a JSON Pointer (RFC 6901).", examples = "/authors/0/orcid")
            String pointer,

            @Schema(description = "What is wrong, and which values are valid.", examples = "is not an ORCID iD")
            String detail) {}
}
