package io.campusfigshare.deposit.body;

import java.io.File;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A deposit, as it would be sent alone, with its files; for the contract only. */
public record DepositForm(
        @Schema(required = true, description = "Comes first.", examples = Examples.DRAFT)
        NewDeposit deposit,

        @Schema(description = "Each with a filename, which is the name that it gets.")
        List<File> file) {}
