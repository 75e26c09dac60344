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

/** Settings of the connection to Figshare: URLs, timeouts, pace and circuit breaker. */
@ConfigMapping(prefix = "figshare")
public interface FigshareConfig {

    /** URL of Figshare's REST API v2, without a trailing slash. */
    @WithDefault("https://api.figshare.com/v2")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String apiUrl();

    /**
     * URL of Figshare's own OAI-PMH, {@code https://api.figshare.com/v2/oai}. The service forwards its CERIF, METS and
     * RDF (FACTS section 6); without it, these formats are not offered.
     */
    Optional<
                    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String>
            oaiUrl();

    /**
     * URL of the institution's portal at Figshare, without a trailing slash. {@code /q/health/well} reports whether the
     * portal offers ResourceSync itself; unset, this is not checked.
     */
    Optional<
                    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String>
            portalUrl();

    /** Timeout of one attempt, from the connection to the last byte; 100 ms to 1 min. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration timeout();

    /**
     * Timeout of one call: all attempts and the pauses between them; 200 ms to 5 min, and at least {@code timeout}.
     */
    @WithDefault("10s")
    @DurationMin(millis = 200)
    @DurationMax(minutes = 5)
    Duration deadline();

    /** Maximum number of concurrent calls of this process to one host; 1 to 256. */
    @WithDefault("16")
    @Min(1) @Max(256) int maxConcurrent();

    /**
     * The hosts to which files may be uploaded, comma-separated: a host name, or {@code *.} and a domain for all names
     * below it. Figshare names the host for each file (FACTS 1.3). Uploads use https only, except to {@code
     * http://127.0.0.1:port}, a simulated Figshare on the same machine.
     */
    @WithDefault("*.figshare.com")
    @NotEmpty List<
                    @Pattern(
                            regexp = "(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+|http://127\\.0\\.0\\.1:\\d+",
                            message = "must be host names, or *. and a domain")
                    String>
            uploadHosts();

    /** Settings of file uploads. */
    Uploads uploads();

    /** Settings of the rate of calls. */
    Pace pace();

    /** Settings of the circuit breakers. */
    Breaker breaker();

    /**
     * How parts of files are uploaded. The pace does not apply to them, because Figshare limits only the API (FACTS
     * 4.3).
     */
    interface Uploads {

        /**
         * Maximum number of parts that this process uploads concurrently; 1 to 32, because Figshare has refused more.
         */
        @WithDefault("16")
        @Min(1) @Max(32) int maxConcurrent();

        /**
         * Minimum rate of an upload in bytes per second; 1K to 1G. The timeout of a part is {@code figshare.timeout}
         * plus the time that the part needs at this rate.
         */
        @WithDefault("64K")
        MemorySize minRate();
    }

    /**
     * How fast the service may call Figshare, which asks for at most one request a second per institution (FACTS 4.3).
     */
    interface Pace {

        /** Calls per second, 0.01 to 1000. All replicas that share a database share it. */
        @WithDefault("1")
        @DecimalMin("0.01") @DecimalMax("1000") double requestsPerSecond();

        /** Maximum wait of a call for its slot; a call that would wait longer fails at once; 0 to 1 min. */
        @WithDefault("4s")
        @DurationMin(millis = 0)
        @DurationMax(minutes = 1)
        Duration maxWait();
    }

    /** When a circuit breaker opens, and for how long. */
    interface Breaker {

        /** Number of most recent calls that are considered; 1 to 5, so that five failures always open the breaker. */
        @WithDefault("5")
        @Min(1) @Max(5) int window();

        /** Ratio of failures among them that opens the breaker; 0.1 to 1. */
        @WithDefault("0.6")
        @DecimalMin("0.1") @DecimalMax("1.0") double failureRatio();

        /** How long the breaker stays open before one call probes Figshare; 100 ms to 1 min. */
        @WithDefault("5s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 1)
        Duration delay();
    }
}
