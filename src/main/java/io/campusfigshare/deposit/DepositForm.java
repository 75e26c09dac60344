package io.campusfigshare.deposit;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a form has to look like; for the contract only. */
@Schema(description = "A deposit with its files. The part deposit comes first; a file's name is its filename.")
record DepositForm(
        @Schema(description = "As it would be sent alone.") NewDeposit deposit,

        @Schema(type = SchemaType.ARRAY, implementation = String.class, format = "binary")
        List<String> file) {}
