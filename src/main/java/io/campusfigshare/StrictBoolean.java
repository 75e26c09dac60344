package io.campusfigshare;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Converts boolean settings and rejects all other values. SmallRye Config reads a misspelt {@code true} as
 * {@code false}, which could leave a protection disabled.
 */
public final class StrictBoolean implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean convert(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "true", "1", "yes", "y", "on", "t" -> true;
            case "false", "0", "no", "n", "off", "f" -> false;
            default -> throw new IllegalArgumentException("It must be true or false.");
        };
    }
}
