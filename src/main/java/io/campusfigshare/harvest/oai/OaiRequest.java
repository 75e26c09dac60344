package io.campusfigshare.harvest.oai;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A valid request of the protocol.
 *
 * @param arguments all arguments except the verb, unchanged
 * @param from      the beginning of the period, inclusive
 * @param until     the end of the period, exclusive
 */
record OaiRequest(
        Verb verb,
        SortedMap<String, String> arguments,
        @Nullable Instant from,
        @Nullable Instant until) {

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SECOND = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    private static final String WORD = "[A-Za-z0-9\\-_.!~*'()]+";
    private static final Pattern PREFIX = Pattern.compile(WORD);
    private static final Pattern SET = Pattern.compile(WORD + "(:" + WORD + ")*");

    /** Checks the arguments; fails with the {@link OaiError} for invalid ones. */
    static OaiRequest of(Map<String, List<String>> parameters) {
        List<String> verbs = parameters.getOrDefault("verb", List.of());
        if (verbs.size() != 1) {
            throw badVerb(verbs.isEmpty() ? "The verb is missing." : "The verb is given more than once.");
        }
        Verb verb =
                Verb.named(verbs.getFirst()).orElseThrow(() -> badVerb("The verb is not one of the six of OAI-PMH."));
        var arguments = new TreeMap<String, String>();
        parameters.forEach((name, values) -> {
            if (name.equals("verb")) {
                return;
            }
            boolean known = verb.required().contains(name)
                    || verb.optional().contains(name)
                    || (verb.resumable() && name.equals("resumptionToken"));
            if (!known) {
                throw OaiError.badArgument(verb.text() + " does not have one of these arguments.");
            }
            if (values.size() != 1) {
                throw OaiError.badArgument(name + " is given more than once.");
            }
            arguments.put(name, values.getFirst());
        });
        if (arguments.containsKey("resumptionToken")) {
            if (arguments.size() > 1) {
                throw OaiError.badArgument("resumptionToken must be the only argument.");
            }
            return new OaiRequest(verb, arguments, null, null);
        }
        for (String required : verb.required()) {
            if (!arguments.containsKey(required)) {
                throw OaiError.badArgument(required + " is missing.");
            }
        }
        checkSyntax(arguments);
        String from = arguments.get("from");
        String until = arguments.get("until");
        if (from != null && until != null && from.length() != until.length()) {
            throw OaiError.badArgument("from and until must have the same granularity.");
        }
        Instant first = from == null ? null : parseDate("from", from);
        Instant last = until == null ? null : parseDate("until", until);
        if (first != null && last != null && first.isAfter(last)) {
            throw OaiError.badArgument("from is after until.");
        }
        return new OaiRequest(
                verb,
                arguments,
                first,
                last == null || until == null
                        ? null
                        : last.plus(until.length() == 10 ? Duration.ofDays(1) : Duration.ofSeconds(1)));
    }

    @Nullable String argument(String name) {
        return arguments.get(name);
    }

    /** Rejects values that the answer could not repeat in its attributes. */
    private static void checkSyntax(Map<String, String> arguments) {
        String prefix = arguments.get("metadataPrefix");
        if (prefix != null && !PREFIX.matcher(prefix).matches()) {
            throw OaiError.badArgument("metadataPrefix is malformed.");
        }
        String set = arguments.get("set");
        if (set != null && !SET.matcher(set).matches()) {
            throw OaiError.badArgument("set is malformed.");
        }
        String identifier = arguments.get("identifier");
        if (identifier != null && !isUri(identifier)) {
            throw OaiError.badArgument("identifier is not a URI.");
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException invalid) {
            return false;
        }
    }

    private static Instant parseDate(String name, String text) {
        try {
            Instant moment = DAY.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : SECOND.matcher(text).matches() ? Instant.parse(text) : null;
            if (moment != null && moment.atOffset(ZoneOffset.UTC).getYear() > 0) {
                return moment;
            }
        } catch (DateTimeException invalid) {
            // Falls through to the error below.
        }
        throw OaiError.badArgument(name + " must be a date such as 2026-11-22 or 2026-11-22T10:15:30Z.");
    }

    private static OaiError badVerb(String message) {
        return new OaiError(OaiError.Code.badVerb, message);
    }
}
