package io.campusfigshare.usage;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.usage.stats.Counter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of usage by one counter: their declaration in the contract and their parsing. */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class CounterParameters {

    @Parameter(
            description = "The counter.",
            example = "downloads",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"views", "downloads", "shares"},
                            defaultValue = "views"))
    @QueryParam("counter")
    @Nullable String counter;

    /**
     * Returns the counter, views by default; fails with {@code invalid-parameter} (400) if there is no such counter.
     */
    Counter counter() {
        return oneOf("counter", counter, Counter.VIEWS, Counter.values());
    }

    static <T extends Enum<T>> T oneOf(String name, @Nullable String text, T defaultValue, T[] values) {
        if (text == null) {
            return defaultValue;
        }
        return Arrays.stream(values)
                .filter(value -> lowerCase(value).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalidParameter(
                        name,
                        "must be one of "
                                + Arrays.stream(values)
                                        .map(CounterParameters::lowerCase)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
