package io.campusfigshare;

import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** What stops a start and can be mended by who runs the service, in one line that says how. */
final class StartFailure {

    /** How SmallRye Config says that a value is none of its type. */
    private static final Pattern UNREADABLE = Pattern.compile(
            ".*The config property (\\S+) with the config value .* threw an Exception whilst being converted (?:SRCFG\\d+: )?(.*)",
            Pattern.DOTALL);

    private static final Pattern UNKNOWN = Pattern.compile("SRCFG\\d+: (\\S+) in .* does not map to any root");

    private StartFailure() {}

    /** Empty for what is a defect, and needs its stack trace. */
    static Optional<String> said(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(StartFailure::sentence)
                .filter(Objects::nonNull)
                .findFirst()
                .map(sentence -> "The service does not start like this: " + sentence.replaceAll("\\s+", " "));
    }

    private static @Nullable String sentence(Throwable cause) {
        return switch (cause) {
            case ConfigValidationException invalid -> problems(invalid);
            case SQLException refused -> refusal(refused);
            case IOException taken
            when String.valueOf(taken.getMessage()).contains("Address already in use") ->
                inUse(ConfigProvider.getConfig());
            default -> null;
        };
    }

    /** The system does not say which. */
    private static String inUse(Config config) {
        String ports = Stream.of("quarkus.http.port", "quarkus.management.port", "figshare.sandbox.port")
                .map(key ->
                        key + "=" + config.getOptionalValue(key, String.class).orElse("?"))
                .collect(Collectors.joining(", "));
        return "a port is in use, one of " + ports + ". End the process that listens there (ss -ltnp), or set another.";
    }

    private static String problems(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(number -> invalid.getProblem(number).getMessage())
                .map(message -> UNREADABLE.matcher(message).replaceFirst("$1 cannot be read. $2"))
                .map(message -> UNKNOWN.matcher(message).replaceFirst("$1 is no setting"))
                .sorted()
                .collect(Collectors.joining("; ", "", ". docs/settings.md says what each setting may be."));
    }

    /** By SQLSTATE. */
    private static @Nullable String refusal(SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        String advice = switch (state) {
            case "28P01", "28000" ->
                "Mend quarkus.datasource.username or quarkus.datasource.password, or let the user in (pg_hba.conf).";
            case "3D000" -> "Create the database, or mend quarkus.datasource.jdbc.url.";
            case "42501" ->
                "Let the owner of the tables migrate them: quarkus.flyway.username, or a start with --migrate before"
                        + " (docs/audit-trail.md). Or make the user of quarkus.datasource.username the owner of the database.";
            default ->
                refused.getSQLState() == null || state.startsWith("08") || state.startsWith("57")
                        ? "Start PostgreSQL, or mend quarkus.datasource.jdbc.url."
                        : null;
        };
        return advice == null ? null : String.valueOf(refused.getMessage()).replaceAll("\\.+$", "") + ". " + advice;
    }
}
