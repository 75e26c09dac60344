package io.campusfigshare.harvest.oai;

import io.campusfigshare.httpcache.PercentEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a request as HTTP carries them, in a query or in a form. */
final class Arguments {

    private Arguments() {}

    /** Fails with the {@link OaiError} that is due where they cannot be read. */
    static Map<String, List<String>> of(@Nullable String form) {
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        for (String argument : form == null ? new String[0] : form.split("&", -1)) {
            if (argument.isEmpty()) {
                continue;
            }
            int end = argument.indexOf('=');
            String name = read(end < 0 ? argument : argument.substring(0, end));
            if (name.isEmpty()) {
                throw OaiError.badArgument("An argument has no name.");
            }
            arguments
                    .computeIfAbsent(name, one -> new ArrayList<>())
                    .add(end < 0 ? "" : read(argument.substring(end + 1)));
        }
        return arguments;
    }

    private static String read(String text) {
        String read = PercentEncoding.decodeField(text);
        if (read == null) {
            throw OaiError.badArgument("The arguments are not UTF-8 in percent-encoding.");
        }
        return read;
    }
}
