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
 * A question of the protocol, which its arguments are allowed to be.
 *
 * @param arguments as they came, once each
 * @param from      the first moment that counts
 * @param until     the first moment that does not count any more
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

    /** Fails with the {@link OaiError} that the arguments deserve. */
    static OaiRequest of(Map<String, List<String>> sent) {
        List<String> verbs = sent.getOrDefault("verb", List.of());
        if (verbs.size() != 1) {
            throw badVerb(verbs.isEmpty() ? "There is no verb." : "There is more than one verb.");
        }
        Verb verb = Verb.named(verbs.getFirst()).orElseThrow(() -> badVerb("That is none of the six verbs."));
        var arguments = new TreeMap<String, String>();
        sent.forEach((name, values) -> {
            if (name.equals("verb")) {
                return;
            }
            boolean known = verb.required().contains(name)
                    || verb.optional().contains(name)
                    || (verb.resumed() && name.equals("resumptionToken"));
            if (!known) {
                throw OaiError.badArgument(verb.text() + " does not know one of the arguments.");
            }
            if (values.size() != 1) {
                throw OaiError.badArgument(name + " is given more than once.");
            }
            arguments.put(name, values.getFirst());
        });
        if (arguments.containsKey("resumptionToken")) {
            if (arguments.size() > 1) {
                throw OaiError.badArgument("resumptionToken goes alone.");
            }
            return new OaiRequest(verb, arguments, null, null);
        }
        for (String required : verb.required()) {
            if (!arguments.containsKey(required)) {
                throw OaiError.badArgument(required + " is missing.");
            }
        }
        readable(arguments);
        String from = arguments.get("from");
        String until = arguments.get("until");
        if (from != null && until != null && from.length() != until.length()) {
            throw OaiError.badArgument("from and until differ in granularity.");
        }
        Instant first = from == null ? null : moment("from", from);
        Instant last = until == null ? null : moment("until", until);
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

    /** What the answer could not repeat is no value of its argument. */
    private static void readable(Map<String, String> arguments) {
        String prefix = arguments.get("metadataPrefix");
        if (prefix != null && !PREFIX.matcher(prefix).matches()) {
            throw OaiError.badArgument("metadataPrefix is not written like one.");
        }
        String set = arguments.get("set");
        if (set != null && !SET.matcher(set).matches()) {
            throw OaiError.badArgument("set is not written like one.");
        }
        String identifier = arguments.get("identifier");
        if (identifier != null && !isUri(identifier)) {
            throw OaiError.badArgument("identifier is not a URI.");
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException none) {
            return false;
        }
    }

    private static Instant moment(String name, String text) {
        try {
            Instant moment = DAY.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : SECOND.matcher(text).matches() ? Instant.parse(text) : null;
            if (moment != null && moment.atOffset(ZoneOffset.UTC).getYear() > 0) {
                return moment;
            }
        } catch (DateTimeException none) {
            // Answered like what does not look like a date.
        }
        throw OaiError.badArgument(name + " must be a date such as 2026-11-22 or 2026-11-22T10:15:30Z.");
    }

    private static OaiError badVerb(String message) {
        return new OaiError(OaiError.Code.badVerb, message);
    }
}
