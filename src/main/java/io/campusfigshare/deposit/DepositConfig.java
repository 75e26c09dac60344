package io.campusfigshare.deposit;

import io.quarkus.runtime.configuration.MemorySize;
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

/**
 * The settings of deposits, besides those of {@link io.campusfigshare.access.AccessConfig} and {@link
 * io.campusfigshare.audit.AuditConfig}.
 */
@ConfigMapping(prefix = "campus.deposits")
public interface DepositConfig {

    /**
     * How long a lease on a deposit or file lasts unless it is renewed. After that, another replica continues the work;
     * 1 s to 10 min.
     */
    @WithDefault("45s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration lease();

    /** How long an Idempotency-Key and its answer are kept; 2 to 365 days. */
    @WithDefault("7d")
    @DurationMin(days = 2)
    @DurationMax(days = 365)
    Duration keysKept();

    /**
     * Whether the draft of a create whose answer was lost is searched for by its title, if Figshare does not keep the
     * keyword that marks it. A draft that a person made by hand may then be taken for the deposit. If false, deposits
     * are refused in that case.
     */
    @WithDefault("false")
    boolean findByTitle();

    /** The origins (scheme, host and port) whose pages may call the door, besides the origin of this service. */
    Optional<
                    List<
                            @Pattern(
                                    regexp = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?",
                                    message = "must be an origin, such as https://deposit.example.edu")
                            String>>
            origins();

    /** The largest accepted file, in bytes; 1K to 5T, the most that Figshare accepts (FACTS 1.3). */
    @WithDefault("5T")
    MemorySize maxFileSize();

    /** The largest accepted multipart form, in bytes. It is stored in the spool as a whole; 1K to 1T. */
    @WithDefault("1G")
    MemorySize maxFormSize();

    /** How many files a deposit may have; 1 to 500, which is Figshare's own limit (FACTS 1.3). */
    @WithDefault("500")
    @Min(1) @Max(500) int maxFiles();

    /** How many files and forms this process receives and sends at once; 1 to 64. */
    @WithDefault("8")
    @Min(1) @Max(64) int uploadsAtOnce();

    /** How many parts of a file are stored in the spool and sent at once; 1 to 16. */
    @WithDefault("4")
    @Min(1) @Max(16) int partsAtOnce();

    /**
     * The largest part of a file that is stored in the spool, in bytes. Larger parts are sent directly and not retried;
     * 1K to 1T.
     */
    @WithDefault("256M")
    MemorySize largestSpooledPart();

    /**
     * The directory for forms and parts of files that are being sent. It needs at most {@code uploads-at-once} times
     * the larger of {@code max-form-size} and {@code parts-at-once} + 1 times {@code largest-spooled-part}. It is empty
     * after the process has ended. It is created for the user of the process alone. A directory that is a link, or that
     * another user owns or can access, stops the start.
     */
    @WithDefault("${java.io.tmpdir}/campus-figshare-${user.name}")
    String spool();

    /**
     * How long the status of an uploaded file is read until it is available. After that, it stays processing; 1 s to 7
     * days.
     */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration processingLimit();
}
