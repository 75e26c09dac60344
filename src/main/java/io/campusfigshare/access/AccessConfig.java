package io.campusfigshare.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Optional;

/**
 * The settings of the secured door. The claim with the roles is set by {@code quarkus.oidc.roles.role-claim-path}:
 * {@code groups} by default, and {@code realm_access/roles} if the token has no such claim.
 */
@ConfigMapping(prefix = "campus.deposits")
public interface AccessConfig {

    /** The claim with the caller's campus id, which is their {@code institution_user_id} in Figshare; not blank. */
    @WithDefault("preferred_username")
    @NotBlank String campusIdClaim();

    /**
     * The claim with the codes of the departments, one or a list, that the role {@code deposit:department} without a
     * code is for.
     */
    Optional<String> departmentsClaim();

    /** How many requests a minute a caller, which is a subject with a client, may send to one replica; 1 to 100,000. */
    @WithDefault("600")
    @Min(1) @Max(100_000) int requestsPerMinute();

    /** How many refused requests (403, 422) a minute a caller may send, before all requests get 429; 1 to 100,000. */
    @WithDefault("60")
    @Min(1) @Max(100_000) int refusedPerMinute();

    /** How many requests a minute all callers of a client together may send to one replica; 1 to 1,000,000. */
    @WithDefault("6000")
    @Min(1) @Max(1_000_000) int clientRequestsPerMinute();

    /** Whether the door is read-only: nothing is deposited, changed or published. */
    @WithDefault("false")
    boolean readOnly();
}
