package io.campusfigshare.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What is counted, and in which format it is told, as it was sent. */
@RegisterForReflection // For door/DeclaredParameters.
public class CounterParameters {

    @Parameter(
            description = "What is counted.",
            example = "downloads",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"views", "downloads", "shares"},
                            defaultValue = "views"))
    @QueryParam("counter")
    @Nullable String counter;

    @Parameter(
            description = "In place of Accept.",
            example = "csv",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "csv"}))
    @QueryParam("format")
    @Nullable String format;
}
