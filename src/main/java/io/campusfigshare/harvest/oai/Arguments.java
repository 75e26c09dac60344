package io.campusfigshare.harvest.oai;

import io.campusfigshare.httpcache.PercentEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the arguments of a request from a query string or a form. */
final class Arguments {

    private Arguments() {}

    /** Returns the values by name; fails with an {@link OaiError} if the arguments are malformed. */
    static Map<String, List<String>> of(@Nullable String form) {
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        for (String argument : form == null ? new String[0] : form.split("&", -1)) {
            if (argument.isEmpty()) {
                continue;
            }
            int end = argument.indexOf('=');
            String name = decode(end < 0 ? argument : argument.substring(0, end));
            if (name.isEmpty()) {
                throw OaiError.badArgument("An argument has no name.");
            }
            arguments
                    .computeIfAbsent(name, one -> new ArrayList<>())
                    .add(end < 0 ? "" : decode(argument.substring(end + 1)));
        }
        return arguments;
    }

    private static String decode(String text) {
        String decoded = PercentEncoding.decodeField(text);
        if (decoded == null) {
            throw OaiError.badArgument("The arguments are not UTF-8 in percent-encoding.");
        }
        return decoded;
    }
}
