package io.campusfigshare.deposit.body;

import java.io.File;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A form with a deposit and its files. Used by the contract only. */
public record DepositForm(
        @Schema(required = true, description = "The first part.", examples = Examples.DRAFT)
        NewDeposit deposit,

        @Schema(description = "The files. The filename of a part is the name of the file.")
        List<File> file) {}
