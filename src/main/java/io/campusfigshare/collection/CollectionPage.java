package io.campusfigshare.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campusfigshare.catalogue.item.Collection;
import io.campusfigshare.catalogue.search.FillProgress;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The schema of one page of collections in the contract; {@link ContainerPage} is what is written. */
@Schema(description = "One page of collections, the newest first.")
record CollectionPage(
        List<Collection> items,
        @Schema(examples = "12") long total,
        @Schema(examples = "1") int page,

        @Schema(description = "The maximum number of collections on a page.", examples = "20")
        int size,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {}
