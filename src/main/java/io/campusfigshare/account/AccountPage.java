package io.campusfigshare.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of accounts. */
@RegisterForReflection
@Schema(description = "One page of accounts, in order of their names.")
public record AccountPage(
        List<Account> items,
        @Schema(examples = "13") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size,

        @Schema(
                description = "When the accounts were read from Figshare; null before the first time.",
                examples = "2026-11-22T06:00:00Z")
        @Nullable Instant asOf) {}
