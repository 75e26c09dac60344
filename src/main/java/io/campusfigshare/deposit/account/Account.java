package io.campusfigshare.deposit.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * An account at Figshare. A list of accounts lacks the members after {@code orcidId}; a single account has them. Sizes
 * are in bytes.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Account(
        @Nullable Long id,
        @Nullable Long userId,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email,
        @Nullable Boolean active,
        @Nullable String institutionUserId,
        @Nullable String orcidId,
        @Nullable Long groupId,
        @Nullable Long quota,
        @Nullable Long usedQuota,
        @Nullable Long maximumFileSize) {}
