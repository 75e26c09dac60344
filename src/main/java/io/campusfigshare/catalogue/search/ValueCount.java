package io.campusfigshare.catalogue.search;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many items have one value of a facet. */
@RegisterForReflection
@Schema(name = "Count", description = "The number of items with this value.")
public record ValueCount(
        @Schema(examples = "dataset") String value,
        @Schema(examples = "12") long count) {

    /** The order in which counts are listed: the most frequent value first. */
    public static final Comparator<ValueCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);
}
