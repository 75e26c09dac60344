package io.campusfigshare.deposit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
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

    /**
     * Whether a create whose answer is lost is looked for by its title where Figshare does not keep the keyword that it is else
     * found by; then a draft that a person has made by hand may be taken for the deposit. Without, deposits are refused there.
     */
    @WithDefault("false")
    boolean findByTitle();

    /** How many requests a caller may send to one replica within a minute: a subject by one client; 1 to 100,000. */
    @WithDefault("600")
    @Min(1) @Max(100_000) int requestsPerMinute();

    /** How many refused ones (403, 422) within a minute, counted apart, before all of the caller's are 429; 1 to 100,000. */
    @WithDefault("60")
    @Min(1) @Max(100_000) int refusedPerMinute();

    /** How many requests all callers of a client together may send to one replica within a minute; 1 to 1,000,000. */
    @WithDefault("6000")
    @Min(1) @Max(1_000_000) int clientRequestsPerMinute();

    /** The origins whose pages may use the door: scheme, host and port. Those of this service always may, and no others. */
    Optional<
                    List<
                            @Pattern(
                                    regexp = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?",
                                    message = "must be an origin, such as https://deposit.example.edu")
                            String>>
            origins();

    /** Whether the door is for reading only: nothing is deposited, changed or published. */
    @WithDefault("false")
    boolean readOnly();

    /** The largest file that is taken, in bytes; 1K to 5T, the most that Figshare takes of anybody (FACTS 1.3). */
    @WithDefault("5T")
    MemorySize maxFileSize();

    /** The largest multipart form, in bytes, which lies in the spool as a whole; 1K to 1T. */
    @WithDefault("1G")
    MemorySize maxFormSize();

    /** How many files a deposit may have; 1 to 500, which is Figshare's own limit (FACTS 1.3). */
    @WithDefault("500")
    @Min(1) @Max(500) int maxFiles();

    /** How many files and forms may be on their way at once in this process; 1 to 64. */
    @WithDefault("8")
    @Min(1) @Max(64) int uploadsAtOnce();

    /** How many parts of a file may lie in the spool and be sent at once; 1 to 16. */
    @WithDefault("4")
    @Min(1) @Max(16) int partsAtOnce();

    /** Parts that Figshare makes larger than that, in bytes, go straight through, without a try of their own; 1K to 1T. */
    @WithDefault("256M")
    MemorySize largestSpooledPart();

    /**
     * The directory for what is on its way: at most {@code uploads-at-once} times the larger of {@code max-form-size} and
     * {@code parts-at-once} + 1 times {@code largest-spooled-part}. Nothing stays in it when the process ends. It is made for this
     * process's user alone; one that is a link, somebody else's or open to others stops the start.
     */
    @WithDefault("${java.io.tmpdir}/campus-figshare-${user.name}")
    String spool();

    /** How long Figshare is asked whether a file that it has is available; then it stays processing; 1 s to 7 days. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration processingLimit();

    /**
     * Secrets of at least 32 characters that the anchors of the audit trail are authenticated with (HMAC-SHA-256): the first signs,
     * the others are former ones. Without any, anchors can be forged by whoever writes into the log.
     */
    Optional<List<@Size(min = 32, message = "must have at least 32 characters") String>> auditKeys();

    /** When the chain of the audit trail is checked, as a Quartz cron expression. */
    @WithDefault("0 15 3 * * ?")
    String auditCron();
}
