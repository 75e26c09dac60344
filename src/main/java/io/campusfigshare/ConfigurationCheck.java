package io.campusfigshare;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What an operator cannot have meant, or what would be dangerous, stops the start with one message that says what to do,
 * before anything is asked of anybody. With {@code --check} the settings are printed, and that is all.
 */
@Singleton
class ConfigurationCheck {

    private static final int FAILED = 1;
    private static final String MASK = "********";
    private static final double FASTEST = 10;

    private static final String CAMPUS_ID_CLAIM = "campus.deposits.campus-id-claim";

    private static final List<String> CRONS =
            List.of("campus.catalogue.reconcile-cron", "campus.usage.snapshot-cron", "campus.deposits.audit-cron");

    /** OpenID Connect Core, section 5.7: of these, none may be taken for a name that stays. */
    private static final Set<String> CHANGEABLE = Set.of("preferred_username", "email", "name", "nickname");

    private static final Pattern OURS = Pattern.compile(
            "(campus|figshare)\\..+"
                    + "|quarkus\\.(oidc\\.(auth-server-url|token\\.(audience|issuer)|roles\\..+|discovery-enabled)"
                    + "|datasource\\.(jdbc\\.url|reactive\\.url|username|password)"
                    + "|http\\.(host|port)|management\\.(host|port)|shutdown\\..+|otel\\.(sdk\\.disabled|exporter\\.otlp\\.endpoint))");
    private static final Pattern SECRET = Pattern.compile(".*(token|secret|password|audit-keys(\\[\\d+])?)$");
    private static final Pattern WITHIN_URL = Pattern.compile("(?<=//)[^/@]*@|(?<=[?&]password=)[^&]*");

    /** Where nobody else listens: this machine, a cluster, a private network (RFC 1918). */
    private static final Pattern NOT_PUBLIC = Pattern.compile(
            "localhost|127\\..*|\\[::1]|[^.]+|.*\\.(svc|local|internal|test)|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");

    private final SmallRyeConfig config;
    private final BeanManager beans;
    private final List<String> arguments;

    ConfigurationCheck(SmallRyeConfig config, BeanManager beans, @CommandLineArguments String[] arguments) {
        this.config = config;
        this.beans = beans;
        this.arguments = List.of(arguments);
    }

    void check(@Observes @Priority(-3) StartupEvent start) {
        var settings = new Combinations(config, LaunchMode.current().isDev());
        List<String> wrong = new ArrayList<>(settings.wrong());
        wrong.addAll(UnknownSettings.besideThoseOf(beans).in(System.getenv()));
        String message = wrong.isEmpty()
                ? "The configuration makes sense."
                : "The service does not start like this:\n- " + String.join("\n- ", wrong);
        List<String> doubtful = settings.doubtful();
        if (arguments.contains("--check")) {
            print();
            doubtful.forEach(sentence -> System.err.println("Warning: " + sentence));
        } else if (wrong.isEmpty()) {
            doubtful.forEach(Log::warn);
            return;
        }
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.err.println(message);
            // Nothing has begun yet. A failure would come with a stack trace, and an exit would wait for the start's
            // end.
            Runtime.getRuntime().halt(wrong.isEmpty() ? 0 : FAILED);
        }
        throw new IllegalStateException(message);
    }

    private void print() {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> OURS.matcher(name).matches())
                .distinct()
                .sorted()
                .forEach(name -> config.getOptionalValue(name, String.class)
                        .ifPresent(value -> System.out.println(name + " = " + masked(name, value))));
    }

    static String masked(String name, String value) {
        return SECRET.matcher(name).matches() ? MASK : WITHIN_URL.matcher(value).replaceAll(MASK);
    }

    /**
     * The settings that contradict each other.
     *
     * @param lenient whether tokens for any audience may do, and any claim, as those of the provider in dev mode
     */
    record Combinations(SmallRyeConfig config, boolean lenient) {

        List<String> wrong() {
            List<String> wrong = new ArrayList<>();
            figshare(wrong);
            stats(wrong);
            catalogue(wrong);
            doors(wrong);
            provider(wrong);
            moments(wrong);
            return wrong;
        }

        /** Read by the scheduler only, whose failure would not name the setting. */
        private void moments(List<String> wrong) {
            var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
            for (String key : CRONS) {
                text(key).ifPresent(value -> {
                    try {
                        parser.parse(value).validate();
                    } catch (IllegalArgumentException unreadable) {
                        wrong.add(key + "=" + value + " is no moment (second minute hour day month weekday): "
                                + unreadable.getMessage() + ".");
                    }
                });
            }
        }

        /** What may be meant, and would be dangerous with some providers. */
        List<String> doubtful() {
            String claim = text(CAMPUS_ID_CLAIM).orElse("preferred_username");
            boolean secured = text("campus.institution-id").isPresent()
                    && text("quarkus.oidc.auth-server-url").isPresent()
                    && !is("campus.doors", "public");
            return secured && !lenient && CHANGEABLE.contains(claim)
                    ? List.of(CAMPUS_ID_CLAIM + "=" + claim
                            + " is a claim that people can change themselves at many providers,"
                            + " who could then deposit as somebody else: name one that the campus alone sets"
                            + " (docs/deposits.md).")
                    : List.of();
        }

        private void figshare(List<String> wrong) {
            boolean sandbox = is("figshare.sandbox.enabled");
            if (sandbox && hasToken()) {
                wrong.add(
                        "The sandbox Figshare does not start beside a real token: either set"
                                + " figshare.sandbox.enabled=false, or remove figshare.token, figshare.token-file and figshare.oauth.");
            }
            if (text("figshare.token").isPresent()
                    && text("figshare.token-file").isPresent()) {
                wrong.add("figshare.token and figshare.token-file are both set: remove one of them.");
            }
            text("figshare.token-file").map(Path::of).ifPresent(file -> readable(file, wrong));
            double pace = text("figshare.pace.requests-per-second")
                    .map(Double::valueOf)
                    .orElse(1.0);
            String host = host("figshare.api-url");
            if (pace > FASTEST && (host.equals("figshare.com") || host.endsWith(".figshare.com"))) {
                wrong.add(
                        "figshare.pace.requests-per-second=" + pace + " would get the institution blocked:"
                                + " Figshare asks for 1 a second. Set it to 10 at most, and above 1 only as agreed with Figshare.");
            }
        }

        private void stats(List<String> wrong) {
            boolean password = text("figshare.stats.password").isPresent();
            if (password != text("figshare.stats.username").isPresent()) {
                wrong.add("figshare.stats.username and figshare.stats.password go together: set both or none.");
            }
            if (text("figshare.stats.username").orElse("").contains(":")) {
                // RFC 7617, section 2: what follows would be taken for the password.
                wrong.add("figshare.stats.username must not hold a colon.");
            }
            if (!password) {
                return;
            }
            if (is("figshare.sandbox.enabled")) {
                wrong.add(
                        "The sandbox Figshare does not start beside a real password: either set"
                                + " figshare.sandbox.enabled=false, or remove figshare.stats.username and figshare.stats.password.");
            } else if (!text("figshare.stats-url").orElse("https:").startsWith("https:")) {
                wrong.add("figshare.stats.password is sent by https only: let figshare.stats-url begin with it.");
            }
        }

        private static void readable(Path file, List<String> wrong) {
            try {
                if (!Files.isReadable(file)) {
                    wrong.add("figshare.token-file cannot be read: let it name a file that this process may read.");
                } else if (Files.size(file) == 0) {
                    wrong.add("figshare.token-file is empty: write the administrator's token into it.");
                } else if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                    wrong.add("figshare.token-file may be read by everybody on this machine: chmod o-r,"
                            + " or defaultMode 0440 and an fsGroup for a mounted secret.");
                }
            } catch (IOException unreadable) {
                wrong.add("figshare.token-file cannot be looked at: "
                        + unreadable.getClass().getSimpleName() + ".");
            }
        }

        private void catalogue(List<String> wrong) {
            boolean institution = text("campus.institution-id").isPresent();
            boolean database = text("quarkus.datasource.reactive.url").isPresent()
                    && text("quarkus.datasource.jdbc.url").isPresent();
            scheme("quarkus.datasource.jdbc.url", "jdbc:postgresql:", wrong);
            scheme("quarkus.datasource.reactive.url", "postgresql:", wrong);
            if (institution && !database) {
                wrong.add("campus.institution-id needs a database for its catalogue: set quarkus.datasource.jdbc.url"
                        + " and quarkus.datasource.reactive.url, or remove the institution.");
            }
            if (!institution && is("campus.scope", "institution")) {
                wrong.add("campus.scope=institution needs to know which: set campus.institution-id.");
            }
            if (!institution && hasToken()) {
                wrong.add("An administrator's token without campus.institution-id serves nothing and can only be lost:"
                        + " set the institution, or remove the token.");
            }
        }

        private void scheme(String key, String scheme, List<String> wrong) {
            if (text(key).filter(url -> !url.startsWith(scheme)).isPresent()) {
                wrong.add(key + " must begin with " + scheme + "//.");
            }
        }

        private void doors(List<String> wrong) {
            if (is("campus.doors", "public") && hasToken()) {
                wrong.add("campus.doors=public needs no administrator's token: remove figshare.token,"
                        + " figshare.token-file and figshare.oauth from this process.");
            }
            if (is("campus.doors", "deposits")) {
                needed(wrong, text("campus.institution-id").isPresent(), "campus.institution-id");
                needed(wrong, hasToken() || is("figshare.sandbox.enabled"), "figshare.token-file");
                needed(wrong, text("quarkus.oidc.auth-server-url").isPresent(), "quarkus.oidc.auth-server-url");
            }
        }

        private static void needed(List<String> wrong, boolean there, String key) {
            if (!there) {
                wrong.add("campus.doors=deposits needs " + key + ": set it, or open the public door.");
            }
        }

        private void provider(List<String> wrong) {
            if (text("quarkus.oidc.auth-server-url").isEmpty()) {
                if (is("campus.read-access", "authenticated")) {
                    wrong.add("campus.read-access=authenticated needs somebody who issues tokens: set"
                            + " quarkus.oidc.auth-server-url, or let everybody read.");
                }
                return;
            }
            List<String> audience = text("quarkus.oidc.token.audience").stream()
                    .flatMap(all -> Arrays.stream(all.split(",", -1)))
                    .map(String::strip)
                    .toList();
            if (audience.isEmpty() || (audience.contains("any") && !lenient)) {
                // RFC 9068, section 4: else a token that was given to any other service would open this one.
                wrong.add("quarkus.oidc.auth-server-url needs quarkus.oidc.token.audience: set it to the name that your"
                        + " provider puts into \"aud\" of tokens for this service.");
            }
            if (is("quarkus.oidc.jwks.resolve-early", "false")) {
                wrong.add("quarkus.oidc.jwks.resolve-early=false would rely on a key for ever that the provider has"
                        + " withdrawn: remove it. campus.token-provider.keys-max-age says when keys are fetched.");
            }
            boolean discovered = !is("quarkus.oidc.discovery-enabled", "false");
            if (!text("quarkus.oidc.token.issuer")
                    .map(issuer -> !issuer.equals("any"))
                    .orElse(discovered)) {
                wrong.add("Tokens of any issuer would be accepted: set quarkus.oidc.token.issuer to what your provider"
                        + " puts into \"iss\", or leave it and quarkus.oidc.discovery-enabled out.");
            }
            if (text("quarkus.oidc.auth-server-url").orElse("").startsWith("http:")
                    && !NOT_PUBLIC.matcher(host("quarkus.oidc.auth-server-url")).matches()) {
                // RFC 9068, section 4: whoever is in between could give us his own keys.
                wrong.add("quarkus.oidc.auth-server-url is not https: over a public network anybody in between could"
                        + " issue tokens. Use https.");
            }
        }

        private boolean hasToken() {
            return text("figshare.token").isPresent()
                    || text("figshare.token-file").isPresent()
                    || text("figshare.oauth.refresh-token").isPresent();
        }

        private String host(String key) {
            try {
                String host = text(key).map(url -> URI.create(url).getHost()).orElse(null);
                return host == null ? "" : host;
            } catch (IllegalArgumentException none) {
                return ""; // Whoever needs it says that it is no address.
            }
        }

        private boolean is(String key) {
            return is(key, "true");
        }

        private boolean is(String key, String value) {
            return text(key).filter(value::equalsIgnoreCase).isPresent();
        }

        private Optional<String> text(String key) {
            return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
        }
    }
}
