package io.campusfigshare.person;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of people. */
@RegisterForReflection
@Schema(description = "One page of people, by name.")
public record PersonPage(
        List<Person> items,
        @Schema(examples = "6") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size) {}
