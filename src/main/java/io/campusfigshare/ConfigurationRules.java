package io.campusfigshare;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.campusfigshare.subscription.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The rules for settings that depend on each other, except those of the identity provider, which {@link ProviderRules}
 * has.
 *
 * @param lenient whether access tokens for any audience, and with any claim, are allowed, as those of the provider in
 *                dev mode
 */
record ConfigurationRules(SettingValues settings, boolean lenient) {

    private static final double MAX_CALLS_PER_SECOND = 10;

    /** Of a key of AES-256. */
    private static final int KEY_BYTES = 32;

    /** The scheduler's own words for a job that never runs. */
    private static final Set<String> DISABLED = Set.of("off", "disabled");

    private static final List<String> CRON_KEYS =
            List.of("campus.catalogue.reconcile-cron", "campus.usage.snapshot-cron", "campus.deposits.audit-cron");

    /** Returns a sentence for each setting that prevents the start. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        checkFigshare(errors);
        checkStats(errors);
        checkCatalogue(errors);
        checkDoors(errors);
        settings.text("campus.webhooks.allowed-networks").ifPresent(networks -> checkNetworks(networks, errors));
        settings.text("campus.webhooks.key-file").map(Path::of).ifPresent(file -> checkWebhookKeys(file, errors));
        new ProviderRules(settings, lenient).check(errors);
        checkCrons(errors);
        return errors;
    }

    /** Returns a sentence for each setting that is allowed but dangerous with some identity providers. */
    List<String> warnings() {
        return new ProviderRules(settings, lenient).warnings();
    }

    /** Checks the cron expressions. The scheduler would reject them later without naming the setting. */
    private void checkCrons(List<String> errors) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
        for (String key : CRON_KEYS) {
            settings.text(key).filter(value -> !DISABLED.contains(value)).ifPresent(value -> {
                try {
                    parser.parse(value).validate();
                } catch (IllegalArgumentException malformed) {
                    errors.add(key + "=" + value + " is not a cron expression (second minute hour day month weekday): "
                            + malformed.getMessage() + ".");
                }
            });
        }
    }

    private void checkFigshare(List<String> errors) {
        if (settings.text("figshare.token").isPresent()
                && settings.text("figshare.token-file").isPresent()) {
            errors.add("figshare.token and figshare.token-file are both set: remove one of them.");
        }
        settings.text("figshare.token-file").map(Path::of).ifPresent(file -> checkTokenFile(file, errors));
        double pace = settings.text("figshare.pace.requests-per-second")
                .map(Double::valueOf)
                .orElse(1.0);
        String host = settings.host("figshare.api-url");
        if (pace > MAX_CALLS_PER_SECOND && (host.equals("figshare.com") || host.endsWith(".figshare.com"))) {
            errors.add("figshare.pace.requests-per-second=" + pace + " would make Figshare block the institution:"
                    + " Figshare asks for 1 a second. Set it to 10 at most, and above 1 only as agreed with Figshare.");
        }
    }

    private static void checkTokenFile(Path file, List<String> errors) {
        try {
            if (!Files.isReadable(file)) {
                errors.add("figshare.token-file cannot be read: set it to a file that this process may read.");
            } else if (Files.size(file) == 0) {
                errors.add("figshare.token-file is empty: write the administrator's token into it.");
            } else if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                errors.add("figshare.token-file is readable by every user of this machine: chmod o-r,"
                        + " or defaultMode 0440 and an fsGroup for a mounted secret.");
            }
        } catch (IOException failure) {
            errors.add("figshare.token-file cannot be accessed: "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    private static void checkWebhookKeys(Path file, List<String> errors) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (lines.isEmpty() || !lines.stream().allMatch(ConfigurationRules::isKey)) {
                errors.add("campus.webhooks.key-file must have a key of 32 bytes in Base64 on each line:"
                        + " openssl rand -base64 32 makes one.");
            }
        } catch (IOException unreadable) {
            errors.add("campus.webhooks.key-file cannot be read: set it to a text file that this process may read.");
        }
    }

    private static void checkNetworks(String networks, List<String> errors) {
        for (String network : networks.split("\\s*,\\s*", -1)) {
            try {
                Network.of(network);
            } catch (IllegalArgumentException malformed) {
                errors.add("campus.webhooks.allowed-networks has " + network
                        + ", which is no network: write one like 10.20.0.0/16 or fd00::/8.");
            }
        }
    }

    private static boolean isKey(String line) {
        try {
            return Base64.getDecoder().decode(line.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void checkStats(List<String> errors) {
        boolean password = settings.text("figshare.stats.password").isPresent();
        if (password != settings.text("figshare.stats.username").isPresent()) {
            errors.add("figshare.stats.username and figshare.stats.password belong together: set both or none.");
        }
        if (settings.text("figshare.stats.username").orElse("").contains(":")) {
            // RFC 7617, section 2: the text after the colon would become part of the password.
            errors.add("figshare.stats.username must not contain a colon.");
        }
        if (settings.isGiven("figshare.stats.password")
                && !settings.text("figshare.stats-url").orElse("https:").startsWith("https:")) {
            errors.add("figshare.stats.password is sent over https only: set figshare.stats-url to an https URL.");
        }
    }

    private void checkCatalogue(List<String> errors) {
        boolean institution = settings.text("campus.institution-id").isPresent();
        boolean database = settings.text("quarkus.datasource.reactive.url").isPresent()
                && settings.text("quarkus.datasource.jdbc.url").isPresent();
        checkScheme("quarkus.datasource.jdbc.url", "jdbc:postgresql:", errors);
        checkScheme("quarkus.datasource.reactive.url", "postgresql:", errors);
        if (institution && !database) {
            errors.add("campus.institution-id needs a database for its catalogue: set quarkus.datasource.jdbc.url"
                    + " and quarkus.datasource.reactive.url, or remove the institution.");
        }
        if (!institution && settings.is("campus.scope", "institution")) {
            errors.add("campus.scope=institution needs an institution: set campus.institution-id.");
        }
        if (!institution && settings.isTokenGiven()) {
            errors.add("An administrator's token is useless without campus.institution-id, and could be stolen:"
                    + " set the institution, or remove the token.");
        }
    }

    private void checkScheme(String key, String scheme, List<String> errors) {
        if (settings.text(key).filter(url -> !url.startsWith(scheme)).isPresent()) {
            errors.add(key + " must begin with " + scheme + "//.");
        }
    }

    private void checkDoors(List<String> errors) {
        if (settings.is("campus.doors", "public") && settings.isTokenGiven()) {
            errors.add("campus.doors=public needs no administrator's token: remove figshare.token,"
                    + " figshare.token-file and figshare.oauth from this process.");
        }
        if (settings.is("campus.doors", "deposits")) {
            require(errors, settings.text("campus.institution-id").isPresent(), "campus.institution-id");
            require(errors, settings.hasToken(), "figshare.token-file");
            require(errors, settings.text("quarkus.oidc.auth-server-url").isPresent(), "quarkus.oidc.auth-server-url");
        }
    }

    private static void require(List<String> errors, boolean isSet, String key) {
        if (!isSet) {
            errors.add("campus.doors=deposits needs " + key + ": set it, or open the public door.");
        }
    }
}
