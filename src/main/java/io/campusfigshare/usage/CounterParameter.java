package io.campusfigshare.usage;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What is counted, as it was sent. */
public class CounterParameter {

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
}
