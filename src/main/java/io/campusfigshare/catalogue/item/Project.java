package io.campusfigshare.catalogue.item;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A project as this API shows it. Absent values are null, never ""; dates are in UTC. */
@RegisterForReflection
@Schema(description = "A project. Absent values are null.")
public record Project(
        @Schema(description = "Figshare's number.", examples = "2200001")
        long id,

        @Schema(description = "The URL of this project.", examples = "http://localhost:8080/v1/projects/2200001")
        String url,

        @Schema(description = "Plain text.", examples = "Arrow: water, towns and memory") @Nullable String title,

        @Schema(description = "Sanitised HTML.", examples = "Arrow: water, towns and memory") @Nullable String titleHtml,

        @Schema(description = "Plain text.", examples = "A project on floods and how towns remember them.") @Nullable String description,

        @Schema(description = "Sanitised HTML.", examples = "<p>A project on floods and how towns remember them.</p>")
        @Nullable String descriptionHtml,

        @Schema(examples = "2019-01-10T10:00:00Z") @Nullable Instant created,
        @Schema(examples = "2022-06-01T10:00:00Z") @Nullable Instant modified,
        @Schema(examples = "2019-02-01T10:00:00Z") @Nullable Instant published,

        @Schema(
                description = "The web page of the project at Figshare.",
                examples = "https://westmark.figshare.com/projects/Arrow_water_towns_and_memory/2200001")
        @Nullable String landingPage,

        List<Collaborator> collaborators,
        Item.@Nullable Department department,
        @Nullable List<Item.Funding> funding,

        @Schema(
                type = SchemaType.OBJECT,
                description = "The custom fields of the institution by name; a value is a string or a list of strings.")
        @Nullable Map<String, @Nullable Object> customFields,

        @Schema(
                description = "The number of its public items at Figshare, including those of other institutions.",
                examples = "3")
        int size,

        @Schema(
                description = "The URL of the list of its items that belong to the institution.",
                examples = "http://localhost:8080/v1/projects/2200001/items")
        String items) {

    /** A member of the project. */
    @RegisterForReflection
    @Schema(name = "Collaborator", description = "A member of the project.")
    public record Collaborator(
            @Schema(examples = "Ines Quillfeather") @Nullable String name,

            @Schema(examples = "Owner") @Nullable String role) {}

    /** Creates a project from the fields that it has in common with items. */
    public static Project of(Item described, List<Collaborator> collaborators, String url, int size) {
        return new Project(
                described.id(),
                url,
                described.title(),
                described.titleHtml(),
                described.description(),
                described.descriptionHtml(),
                described.created(),
                described.modified(),
                described.published(),
                described.landingPage(),
                collaborators,
                described.department(),
                described.funding(),
                described.customFields(),
                size,
                url + "/items");
    }
}
