package io.campusfigshare;

import static java.util.regex.Matcher.quoteReplacement;

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

/** Describes failures of the start that an operator can fix, in one line that says how. */
final class StartFailure {

    /** SmallRye Config's message for a value that cannot be converted to its type. */
    private static final Pattern CONVERSION_FAILURE = Pattern.compile(
            ".*The config property (\\S+) with the config value .* threw an Exception whilst being converted (?:SRCFG\\d+: )?(.*)",
            Pattern.DOTALL);

    private static final Pattern UNKNOWN_KEY = Pattern.compile("SRCFG\\d+: (\\S+) in .* does not map to any root");

    private StartFailure() {}

    /** Returns the line; empty for a defect, which needs its stack trace. */
    static Optional<String> message(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(StartFailure::sentence)
                .filter(Objects::nonNull)
                .findFirst()
                .map(sentence -> StartEnd.refusal(sentence.replaceAll("\\s+", " ")));
    }

    private static @Nullable String sentence(Throwable cause) {
        return switch (cause) {
            case ConfigValidationException invalid -> problems(invalid);
            case SQLException failure -> databaseFailure(failure);
            case IOException portInUse
            when String.valueOf(portInUse.getMessage()).contains("Address already in use") ->
                inUse(ConfigProvider.getConfig());
            default -> null;
        };
    }

    /** The operating system does not say which port. */
    private static String inUse(Config config) {
        String ports = Stream.of("quarkus.http.port", "quarkus.management.port")
                .map(key ->
                        key + "=" + config.getOptionalValue(key, String.class).orElse("?"))
                .collect(Collectors.joining(", "));
        return "a port is in use, one of " + ports + ". End the process that listens there (ss -ltnp), or set another.";
    }

    private static String problems(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(number -> invalid.getProblem(number).getMessage())
                .map(message -> CONVERSION_FAILURE.matcher(message).replaceFirst("$1 cannot be read. $2"))
                .map(message -> UNKNOWN_KEY
                        .matcher(message)
                        .replaceFirst(found -> quoteReplacement(UnknownSettings.problem(found.group(1)))))
                .sorted()
                .collect(Collectors.joining("; ", "", ". docs/settings.md describes the settings."));
    }

    /** Returns the advice for an SQLSTATE; null for one that is a defect. */
    private static @Nullable String databaseFailure(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String advice = switch (state) {
            case "28P01", "28000" ->
                "Correct quarkus.datasource.username or quarkus.datasource.password, or permit the user (pg_hba.conf).";
            case "3D000" -> "Create the database, or correct quarkus.datasource.jdbc.url.";
            case "42501" ->
                "Let the owner of the tables migrate them: set quarkus.flyway.username, or run --migrate first"
                        + " (docs/audit-trail.md). Or make the user of quarkus.datasource.username the owner of the database.";
            default ->
                failure.getSQLState() == null || state.startsWith("08") || state.startsWith("57")
                        ? "Start PostgreSQL, or correct quarkus.datasource.jdbc.url."
                        : null;
        };
        return advice == null ? null : String.valueOf(failure.getMessage()).replaceAll("\\.+$", "") + ". " + advice;
    }
}
