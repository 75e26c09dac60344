package io.campusfigshare.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** The settings of the audit trail. */
@ConfigMapping(prefix = "campus.deposits")
public interface AuditConfig {

    /**
     * Secrets of at least 32 characters that authenticate the anchors of the audit trail (HMAC-SHA-256). The first one
     * signs; the others are former ones, and verify. Without a secret, anybody who can write to the log can forge
     * anchors.
     */
    Optional<List<@Size(min = 32, message = "must have at least 32 characters") String>> auditKeys();

    /** When the chain of the audit trail is verified, as a Quartz cron expression. */
    @WithDefault("0 15 3 * * ?")
    String auditCron();
}
