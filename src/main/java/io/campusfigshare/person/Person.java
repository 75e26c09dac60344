package io.campusfigshare.person;

import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.search.ValueCount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person of the institution with at least one public item. Holds no e-mail address, quota or account number. */
@RegisterForReflection
@Schema(description = "A person of the institution with at least one public item.")
public record Person(
        @Schema(description = "The institution's id of the person; null if it is an e-mail address.", examples = "mo42")
        @Nullable String campusId,

        @Schema(description = "The ORCID iD as a URL.", examples = "https://orcid.org/0000-0002-1825-0097") @Nullable
        String orcid,

        @Schema(examples = "Maren Oakhurst") @Nullable String name,
        @Schema(examples = "Maren") @Nullable String firstName,
        @Schema(examples = "Oakhurst") @Nullable String lastName,

        @Schema(description = "The department of the person; null while it is not known.")
        Directory.@Nullable Membership department,

        @Schema(description = "The number of public items that name the person.", examples = "12")
        long items,

        @Schema(description = "The number of items of each type, in descending order.")
        List<ValueCount> types,

        @Schema(examples = "http://localhost:8080/v1/people/0000-0002-1825-0097")
        String url) {}
