package io.campusfigshare.sandbox;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Supplies default settings while the sandbox is enabled, as it is in dev mode: Figshare is the sandbox, with credentials
 * that are no secrets, and in dev mode with a PostgreSQL its university is the institution. Settings from any other
 * source take precedence.
 */
public final class SandboxDefaults implements ConfigSourceFactory {

    /** Lower than {@link ConfigSource#DEFAULT_ORDINAL}: the service knows these values as defaults. */
    static final int ORDINAL = 50;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean dev = context.getProfiles().contains("dev");
        if (!Boolean.parseBoolean(value(context, "figshare.sandbox.enabled", Boolean.toString(dev)))) {
            return List.of();
        }
        Map<String, String> settings =
                new HashMap<>(figshareAt("http://127.0.0.1:" + value(context, "figshare.sandbox.port", "8089")));
        // The sandbox accepts any.
        settings.putAll(Map.of(
                "figshare.sandbox.enabled", "true",
                "figshare.token", "sandbox",
                "figshare.stats.username", "sandbox",
                "figshare.stats.password", "sandbox"));
        if (dev && Boolean.parseBoolean(value(context, "quarkus.devservices.enabled", "true"))) {
            settings.put("campus.institution-id", "42");
        }
        return List.of(new PropertiesConfigSource(settings, "sandbox", ORDINAL));
    }

    /** Returns the settings of a service whose Figshare is the sandbox at a URL. */
    static Map<String, String> figshareAt(String url) {
        return Map.of(
                "figshare.api-url",
                url + "/v2",
                "figshare.stats-url",
                url + "/stats",
                "figshare.oai-url",
                url + "/v2/oai",
                "figshare.portal-url",
                url,
                "figshare.upload-hosts",
                "*.figshare.com," + url,
                "figshare.pace.requests-per-second",
                "100",
                "campus.institution-slug",
                "westmark",
                "campus.webhooks.key-file",
                webhookKey().toString(),
                "campus.webhooks.allowed-networks",
                "127.0.0.0/8,::1/128");
    }

    /** Returns a file with a key that is made at the first start and kept, as the database of dev mode may be. */
    private static Path webhookKey() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("campus-figshare-sandbox-" + System.getProperty("user.name") + ".key");
        try {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createFile(file, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
            Files.writeString(file, Base64.getEncoder().encodeToString(key));
        } catch (FileAlreadyExistsException kept) {
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static String value(ConfigSourceContext context, String name, String defaultValue) {
        ConfigValue found = context.getValue(name);
        return found == null || found.getValue() == null ? defaultValue : found.getValue();
    }
}
