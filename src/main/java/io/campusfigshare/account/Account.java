package io.campusfigshare.account;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account, without its number at Figshare and its e-mail address. */
@RegisterForReflection
@Schema(description = "An account of the institution at Figshare.")
public record Account(
        @Schema(
                description = "The institution's id of the person, as deposits name them; null if Figshare has none.",
                examples = "moakhurst@westmark.example")
        @Nullable String campusId,

        @Schema(examples = "Maren Oakhurst") @Nullable String name,

        @Schema(description = "The ORCID iD as a URL.", examples = "https://orcid.org/0009-0099-0042-0018") @Nullable
        String orcid,

        @Schema(description = "The department; null while unknown.") @Nullable Membership department,

        @Schema(description = "Whether the account is active.", examples = "true")
        boolean active,

        @Schema(description = "The quota in bytes; null if unknown.", examples = "21474836480") @Nullable Long quota,

        @Schema(description = "What is used of the quota, in bytes; null if unknown.", examples = "1200000") @Nullable Long usedQuota,

        @Schema(description = "The number of public items.", examples = "12")
        long items) {

    /** A row of the CSV. */
    @JsonPropertyOrder({
        "campusId",
        "name",
        "orcid",
        "department",
        "departmentName",
        "active",
        "quota",
        "usedQuota",
        "items"
    })
    @RegisterForReflection
    record Line(
            @Nullable String campusId,
            @Nullable String name,
            @Nullable String orcid,
            @Nullable String department,
            @Nullable String departmentName,
            boolean active,
            @Nullable Long quota,
            @Nullable Long usedQuota,
            long items) {}

    Line line() {
        return new Line(
                campusId,
                name,
                orcid,
                department == null ? null : department.code(),
                department == null ? null : department.name(),
                active,
                quota,
                usedQuota,
                items);
    }
}
