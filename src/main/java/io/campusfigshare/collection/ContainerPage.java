package io.campusfigshare.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.util.RawValue;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of collections or projects, which the catalogue keeps as JSON. */
@RegisterForReflection
record ContainerPage(
        List<RawValue> items,
        long total,
        int page,
        int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {}
