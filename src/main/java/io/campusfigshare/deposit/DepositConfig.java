package io.campusfigshare.deposit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.util.Optional;

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
}
