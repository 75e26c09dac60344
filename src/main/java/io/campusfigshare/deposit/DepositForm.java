package io.campusfigshare.deposit;

import java.io.File;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a form has to look like; for the contract only. */
@Schema(
        description =
                "A deposit, as it would be sent alone, with its files. The part deposit comes first; a file's name is its filename.")
record DepositForm(NewDeposit deposit, List<File> file) {}
