package io.campusfigshare.figshare;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How Figshare is reached, and how it is spared. */
@ConfigMapping(prefix = "figshare")
public interface FigshareConfig {

    /** Figshare's REST API v2, without a trailing slash; with the sandbox enabled, the sandbox unless set. */
    @WithDefault("https://api.figshare.com/v2")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String apiUrl();

    /**
     * Figshare's own OAI-PMH, {@code https://api.figshare.com/v2/oai}, whose CERIF, METS and RDF are handed on (FACTS
     * section 6); without it there are no such formats. With the sandbox enabled, the sandbox unless set.
     */
    Optional<
                    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String>
            oaiUrl();

    /**
     * The institution's portal at Figshare, without a trailing slash: whether that offers ResourceSync itself is looked at
     * and told at {@code /q/health/well}. Not looked at unless set; with the sandbox enabled, the sandbox.
     */
    Optional<
                    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String>
            portalUrl();

    /** How long one attempt may take, from the connection to the last byte; 100 ms to 1 min. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration timeout();

    /**
     * How long one call's attempts and the pauses between them may take together; 200 ms to 5 min, and not below
     * {@code timeout}.
     */
    @WithDefault("10s")
    @DurationMin(millis = 200)
    @DurationMax(minutes = 5)
    Duration deadline();

    /** How many calls may be under way at once in this process; 1 to 256. */
    @WithDefault("16")
    @Min(1) @Max(256) int maxConcurrent();

    /**
     * The hosts that files may be sent to, comma-separated: a name, or {@code *.} and a domain, for all names below it.
     * Always by https; the sandbox is one of them where it is enabled (FACTS 1.3: Figshare names the host for each file).
     */
    @WithDefault("*.figshare.com")
    @NotEmpty List<
                    @Pattern(
                            regexp = "(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
                            message = "must be host names, or *. and a domain")
                    String>
            uploadHosts();

    Uploads uploads();

    Pace pace();

    Breaker breaker();

    /** How parts of files are sent. The pace is of the API only: its text is about that (FACTS 4.3). */
    interface Uploads {

        /** How many parts may be on their way at once in this process; 1 to 32, above which Figshare has refused. */
        @WithDefault("16")
        @Min(1) @Max(32) int maxConcurrent();

        /** What is slower than that, in bytes a second, is given up, after {@code figshare.timeout}; 1K to 1G. */
        @WithDefault("64K")
        MemorySize minRate();
    }

    /** Figshare asks for no more than one request a second from an institution (FACTS 4.3). */
    interface Pace {

        /** Calls a second, 0.01 to 1000; 1 unless set, 100 with the sandbox. For all replicas that share a database. */
        Optional<@DecimalMin("0.01") @DecimalMax("1000") Double> requestsPerSecond();

        /** The longest a call waits for its turn; what would wait longer is refused at once; 0 to 1 min. */
        @WithDefault("4s")
        @DurationMin(millis = 0)
        @DurationMax(minutes = 1)
        Duration maxWait();
    }

    /** When a failing Figshare is left alone. */
    interface Breaker {

        /** The number of last calls that are looked at; 1 to 5, so that five failures always suffice. */
        @WithDefault("5")
        @Min(1) @Max(5) int window();

        /** The part of those that must have failed; 0.1 to 1. */
        @WithDefault("0.6")
        @DecimalMin("0.1") @DecimalMax("1.0") double failureRatio();

        /** How long Figshare is left alone before one call probes it; 100 ms to 1 min. */
        @WithDefault("5s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 1)
        Duration delay();
    }
}
