package io.campusfigshare.collection;

import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** One page of bodies that are JSON already. */
@RegisterForReflection
record ContainerPage(List<RawValue> items, long total, int page, int size) {}
