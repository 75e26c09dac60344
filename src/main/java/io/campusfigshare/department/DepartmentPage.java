package io.campusfigshare.department;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tree of departments. */
@RegisterForReflection
@Schema(description = "The top departments, each with the departments below it, in one page.")
public record DepartmentPage(
        List<Department> items,
        @Schema(examples = "1") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "1") int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {}
