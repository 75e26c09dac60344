package io.campusfigshare.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of a series as they were sent. */
@RegisterForReflection // For door/DeclaredParameters.
public class SeriesParameters extends CounterParameters {

    @Parameter(
            description = "How long a period is.",
            example = "month",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"day", "month", "year"},
                            defaultValue = "month"))
    @QueryParam("granularity")
    @Nullable String granularity;

    @Parameter(
            description =
                    "The first day, 2011-01-01 or later; without, the day of publication. The period that it lies in"
                            + " is answered whole.",
            example = "2022-01-01",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @QueryParam("from")
    @Nullable String from;

    @Parameter(
            description = "The last day; today without, and never later. The period that it lies in is answered whole.",
            example = "2023-12-31",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @QueryParam("to")
    @Nullable String to;
}
