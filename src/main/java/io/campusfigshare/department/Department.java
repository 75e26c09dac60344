package io.campusfigshare.department;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A department with the departments below it. */
@RegisterForReflection
@Schema(description = "A department with the departments below it.")
public record Department(
        @Schema(description = "Figshare's id of the group.", examples = "4202")
        long id,

        @Schema(description = "The institution's code of the department.", examples = "BIO") @Nullable String code,

        @Schema(examples = "Department of Biology") String name,

        @Schema(description = "The id of the department above.", examples = "4201") @Nullable Long parent,

        @Schema(description = "The number of its own items.", examples = "12")
        long items,

        @Schema(description = "The number of its own items and those of all departments below.", examples = "40")
        long itemsWithDescendants,

        @Schema(examples = "http://localhost:8080/v1/departments/BIO")
        String url,

        @Schema(description = "The departments directly below, in order of their names.")
        List<Department> children) {}
