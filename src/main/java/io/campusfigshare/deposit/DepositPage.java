package io.campusfigshare.deposit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of a person's deposits. */
@RegisterForReflection
@Schema(description = "One page of a person's deposits.")
public record DepositPage(
        @Schema(description = "The deposits of this page.") List<Object> items,

        @Schema(description = "How many there are.", examples = "0")
        long total,

        @Schema(description = "The number of this page, from 1.", examples = "1")
        int page,

        @Schema(description = "Deposits on a page.", examples = "20")
        int size) {}
