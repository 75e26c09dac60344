package io.campusfigshare;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings of the institution and of this service. */
@ConfigMapping(prefix = "campus")
public interface CampusConfig {

    /** Display name of the institution; not blank. */
    @WithDefault("Campus repository")
    @NotBlank String name();

    /** Absolute URL at which clients reach this service. All URLs that the service generates start with it. */
    @WithDefault("http://localhost:${quarkus.http.port}")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String baseUrl();

    /**
     * Address at which Figshare can report problems with the service's traffic, which it monitors (FACTS 4.3). Sent in
     * every {@code User-Agent}.
     */
    Optional<@Email String> adminEmail();

    /** Figshare's id of the institution (FACTS 3.2). Lists contain only its items; unset, lists are not restricted. */
    @Positive OptionalLong institutionId();

    /**
     * Name of the institution in the URLs of its portal and of its statistics (FACTS section 5), for instance {@code
     * westmark} in {@code westmark.figshare.com}.
     */
    Optional<@Pattern(regexp = "[A-Za-z0-9_-]{1,100}", message = "must be one word of a host name") String>
            institutionSlug();

    /** Whether items of other institutions are served. Without an institution, all items are. */
    @WithDefault("any")
    Scope scope();

    /** Who may read: everybody ({@code anonymous}), or clients with a valid access token ({@code authenticated}). */
    @WithDefault("anonymous")
    ReadAccess readAccess();

    /** Which doors this process serves: the public one (reads), the secured one (needs tokens), or both. */
    @WithDefault("all")
    Doors doors();

    /** The doors that a process serves. */
    enum Doors {
        PUBLIC,
        DEPOSITS,
        ALL
    }

    /** Whose items are served. */
    enum Scope {
        ANY,
        INSTITUTION
    }

    /** Who may read. */
    enum ReadAccess {
        ANONYMOUS,
        AUTHENTICATED
    }

    /** Returns the base URL without a trailing slash, so that a path can be appended. */
    static String base(CampusConfig campus) {
        return campus.baseUrl().replaceAll("/+$", "");
    }
}
