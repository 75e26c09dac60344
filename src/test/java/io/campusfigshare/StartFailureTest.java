package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that failures of the start are described in one line that says what to do. */
class StartFailureTest {

    @ParameterizedTest
    @CsvSource({
        "28P01, quarkus.datasource.password",
        "28000, quarkus.datasource.username",
        "3D000, Create the database",
        "42501, owner of the database",
        "08001, Start PostgreSQL",
        "57P03, Start PostgreSQL",
        ", Start PostgreSQL",
    })
    void databaseFailureSaysWhatToDo(@Nullable String state, String advice) {
        var failure = new IllegalStateException("outer", new SQLException("FATAL: first\n  second", state));

        assertThat(StartFailure.message(failure))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("The service cannot start: FATAL: first second. ")
                        .contains(advice)
                        .doesNotContain("\n", "Exception"));
    }

    @Test
    void portInUseNamesTheSettings() {
        assertThat(StartFailure.message(new IllegalStateException(new BindException("Address already in use"))))
                .hasValueSatisfying(line -> assertThat(line).contains("a port is in use", "quarkus.http.port"));
    }

    @Test
    void invalidValueNamesItsSetting() {
        Throwable failure = catchThrowable(() -> new SmallRyeConfigBuilder()
                .withMapping(CampusConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("campus.institution-id", "forty-two", "campus.base-url", "http://localhost"),
                        "test",
                        100))
                .build());

        assertThat(StartFailure.message(failure))
                .hasValue("The service cannot start: campus.institution-id cannot be read. Expected a long"
                        + " value, got \"forty-two\". docs/settings.md describes the settings.");
    }

    @Test
    void defectKeepsItsStackTrace() {
        assertThat(StartFailure.message(new IllegalStateException(new SQLException("syntax error", "42601"))))
                .isEmpty();
    }
}
