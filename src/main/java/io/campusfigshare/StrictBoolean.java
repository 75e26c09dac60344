package io.campusfigshare;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings that are true or false, and refuses all else: SmallRye Config takes a misspelt {@code true} for
 * {@code false}, which would leave open what somebody has meant to shut.
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
