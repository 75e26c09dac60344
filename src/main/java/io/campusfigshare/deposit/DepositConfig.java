package io.campusfigshare.deposit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The secured door. Which claims hold the roles says {@code quarkus.oidc.roles.role-claim-path}: {@code groups} unless
 * configured, and without such a claim {@code realm_access/roles}.
 */
@ConfigMapping(prefix = "campus.deposits")
public interface DepositConfig {

    /** The claim that holds the caller's campus id, which is the {@code institution_user_id} in Figshare; not blank. */
    @WithDefault("preferred_username")
    @NotBlank String campusIdClaim();

    /** The claim that holds the codes of the departments, one or a list, that the plain role {@code deposit:department} is for. */
    Optional<String> departmentsClaim();

    /** After so long without a sign of life a replica's deposits are carried on by others; 1 s to 10 min. */
    @WithDefault("45s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration lease();

    /** How long an Idempotency-Key and its answer are kept; 2 to 365 days. */
    @WithDefault("7d")
    @DurationMin(days = 2)
    @DurationMax(days = 365)
    Duration keysKept();

    /** How many requests a client may send to one replica within a minute; 1 to 100,000. */
    @WithDefault("600")
    @Min(1) @Max(100_000) int requestsPerMinute();

    /** Whether the door is for reading only: nothing is deposited, changed or published. */
    @WithDefault("false")
    boolean readOnly();

    /** When the chain of the audit trail is checked, as a Quartz cron expression. */
    @WithDefault("0 15 3 * * ?")
    String auditCron();
}
