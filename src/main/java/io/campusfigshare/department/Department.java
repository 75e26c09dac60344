package io.campusfigshare.department;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A department and those below it. */
@RegisterForReflection
@Schema(description = "A department and those below it.")
public record Department(
        @Schema(description = "Figshare's number of the group.", examples = "4202")
        long id,

        @Schema(description = "As the institution knows it.", examples = "BIO") @Nullable String code,

        @Schema(examples = "Department of Biology") String name,

        @Schema(description = "The number of the department above.", examples = "4201") @Nullable Long parent,

        @Schema(description = "How many items it has itself.", examples = "12")
        long items,

        @Schema(description = "How many with those of the departments below.", examples = "40")
        long itemsWithDescendants,

        @Schema(examples = "http://localhost:8080/v1/departments/BIO")
        String url,

        @Schema(description = "Those directly below, by name.")
        List<Department> children) {}
