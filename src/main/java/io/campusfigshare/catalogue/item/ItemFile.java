package io.campusfigshare.catalogue.item;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One file of an item. */
@RegisterForReflection
@Schema(description = "One file of an item.")
public record ItemFile(
        @Schema(description = "Figshare's number.", examples = "3074543")
        long id,

        @Schema(examples = "2011-02-15_14-24-56-228.png") @Nullable String name,

        @Schema(description = "Bytes.", examples = "470683") @Nullable Long size,

        @Schema(description = "Hexadecimal.", examples = "eb5c9c6b278b533f98aa02feae57c266") @Nullable String md5,

        @Schema(examples = "image/png") @Nullable String mediaType,

        @Schema(description = "Whether Figshare stores only a link to the file.", examples = "false")
        boolean linkOnly,

        @Schema(
                description = "The URL that redirects to the file; for a draft, of the description of the file.",
                examples = "http://localhost:8080/v1/items/123456/files/3074543")
        String url) {}
