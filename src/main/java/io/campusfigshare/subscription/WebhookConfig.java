package io.campusfigshare.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The settings of webhooks. */
@ConfigMapping(prefix = "campus.webhooks")
public interface WebhookConfig {

    /**
     * A file with the keys that encrypt the signing secrets in the database, one a line, each of 32 bytes in Base64.
     * The first one encrypts; the others are former ones, and decrypt. It is read again when it is needed. Without it,
     * there are no webhooks.
     */
    Optional<String> keyFile();

    /**
     * Networks in CIDR notation whose addresses may be subscribed although they are private. Within a loopback network,
     * URLs may be of http.
     */
    Optional<
                    List<
                            @Pattern(
                                    regexp = "[0-9a-fA-F.:]+/[0-9]{1,3}",
                                    message = "must be a network, such as 10.20.0.0/16")
                            String>>
            allowedNetworks();

    /** How many subscriptions a client may have; 1 to 100. */
    @WithDefault("20")
    @Min(1) @Max(100) int perClient();

    /** How many deliveries of a subscription may wait; beyond, it is suspended; 100 to 1,000,000. */
    @WithDefault("100000")
    @Min(100) @Max(1_000_000) int maxPending();

    /** How long an attempt may take; 1 s to 60 s. */
    @WithDefault("10s")
    @DurationMin(seconds = 1)
    @DurationMax(seconds = 60)
    Duration timeout();

    /** How long to wait after the first failure; it doubles with each further one, up to an hour; 100 ms to 1 min. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration backoff();

    /** How long a delivery, and a subscription of which every attempt fails, are retried; 1 min to 30 days. */
    @WithDefault("3d")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration giveUpAfter();

    /** How long deliveries that have ended are kept; 1 to 365 days. */
    @WithDefault("30d")
    @DurationMin(days = 1)
    @DurationMax(days = 365)
    Duration kept();
}
