package io.campusfigshare.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a table of usage by one counter. */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class TableParameters extends CounterParameters {

    @Parameter(
            description = "The format of the answer. Overrides Accept.",
            example = "csv",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "csv"}))
    @QueryParam("format")
    @Nullable String format;
}
