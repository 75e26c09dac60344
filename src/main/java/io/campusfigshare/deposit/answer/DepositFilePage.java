package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All files of a deposit. */
@RegisterForReflection
@Schema(description = "All files of a deposit, whether they were sent to this service or not.")
public record DepositFilePage(
        List<DepositFile> items, @Schema(examples = "1") int total) {}
