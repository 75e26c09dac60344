package io.campusfigshare.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of people. */
@RegisterForReflection
@Schema(description = "One page of people, in order of their names.")
public record PersonPage(
        List<Person> items,
        @Schema(examples = "6") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {}
