package io.campusfigshare.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of every error (RFC 9457), sent as {@code application/problem+json}. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "An error as RFC 9457 describes it.")
public record ProblemBody(
        @Schema(
                description = "Stable name of the kind of error.",
                examples = "urn:problem-type:campus-figshare:not-found")
        String type,

        @Schema(description = "The same sentence for every error of that kind.", examples = "There is nothing here")
        String title,

        @Schema(description = "The HTTP status.", examples = "404")
        int status,

        @Schema(description = "What happened this time, and what to do.", examples = "No public item has the id 1.")
        String detail,

        @Schema(description = "The path that was asked for.", examples = "/v1/items/1") @Nullable String instance,

        @Schema(description = "All that is wrong with the body that was sent, or missing; absent where that is not it.")
        @Nullable List<Violation> errors) {

    /** The media type of RFC 9457, section 3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** One thing that is wrong with what the caller sent. */
    @Schema(name = "Violation", description = "One thing that is wrong with the body, or missing from it.")
    public record Violation(
            @Schema(description = "Where: a JSON Pointer (RFC 6901).", examples = "/authors/0/orcid")
            String pointer,

            @Schema(description = "What is wrong, and what may be there.", examples = "is no ORCID iD")
            String detail) {}
}
