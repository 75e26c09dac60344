package io.campusfigshare;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Optional;
import java.util.OptionalLong;

/** What the service knows of the institution it serves. */
@ConfigMapping(prefix = "campus")
public interface CampusConfig {

    /** The institution's name as people read it; not blank. */
    @WithDefault("Campus repository")
    @NotBlank String name();

    /** Where callers reach this service: absolute; every URL we make begins with it. */
    @WithDefault("http://localhost:${quarkus.http.port}")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String baseUrl();

    /** Whom Figshare writes to about our traffic; sent in every {@code User-Agent} (FACTS 4.3: usage is monitored). */
    Optional<@Email String> adminEmail();

    /** Figshare's number of the institution (FACTS 3.2); lists are narrowed to it, and to nothing while it is absent. */
    @Positive OptionalLong institutionId();

    /**
     * What the institution is called in the addresses of its portal and of its statistics (FACTS section 5), such as
     * {@code westmark} in {@code westmark.figshare.com}; with the sandbox enabled, its university unless set.
     */
    Optional<@Pattern(regexp = "[A-Za-z0-9_-]{1,100}", message = "must be one word of a host name") String>
            institutionSlug();

    /** Whether items of other institutions may be read; without an institution, every item may. */
    @WithDefault("any")
    Scope scope();

    /** Who may read: everybody, or {@code authenticated}: whoever sends a valid access token. */
    @WithDefault("anonymous")
    ReadAccess readAccess();

    /** Which doors this process opens: the public one, the secured one at {@code /v1/deposits}, or both. */
    @WithDefault("all")
    Doors doors();

    /** What can be open. */
    enum Doors {
        PUBLIC,
        DEPOSITS,
        ALL
    }

    /** Whose items may be read. */
    enum Scope {
        ANY,
        INSTITUTION
    }

    /** Who may read. */
    enum ReadAccess {
        ANONYMOUS,
        AUTHENTICATED
    }

    /** The base URL as what follows is appended to: without a slash at its end. */
    static String base(CampusConfig campus) {
        return campus.baseUrl().replaceAll("/+$", "");
    }
}
