package io.campusfigshare.person;

import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.search.ValueCount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person of the institution with at least one public item. Never an address, a quota or the number of an account. */
@RegisterForReflection
@Schema(description = "A person of the institution with at least one public item.")
public record Person(
        @Schema(description = "The institution's own id; null where that is an e-mail address.", examples = "mo42")
        @Nullable String campusId,

        @Schema(description = "As a URL.", examples = "https://orcid.org/0000-0002-1825-0097") @Nullable
        String orcid,

        @Schema(examples = "Maren Oakhurst") @Nullable String name,
        @Schema(examples = "Maren") @Nullable String firstName,
        @Schema(examples = "Oakhurst") @Nullable String lastName,

        @Schema(description = "Where they belong; null while that is not known.")
        Directory.@Nullable Membership department,

        @Schema(description = "How many public items name them.", examples = "12")
        long items,

        @Schema(description = "How many of each type, the most frequent first.")
        List<ValueCount> types,

        @Schema(examples = "http://localhost:8080/v1/people/0000-0002-1825-0097")
        String url) {}
