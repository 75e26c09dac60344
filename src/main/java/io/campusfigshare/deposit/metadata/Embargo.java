package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.account.EmbargoOption;
import io.campusfigshare.problem.ProblemType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants held back.
 *
 * @param until    null for good
 * @param scope    {@code file} or {@code article}
 * @param audience who may see it nevertheless; an element that was refused is null
 */
public record Embargo(
        @Nullable Instant until,
        String scope,
        @Nullable String title,
        @Nullable String reason,
        List<@Nullable Reader> audience) {

    public static final ProblemType INVALID = new ProblemType("invalid-embargo", 422, "The embargo is not valid");

    private static final DateTimeFormatter FIGSHARES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String FOR_GOOD = "0";

    private static final String NETWORK = "ip_range";
    private static final String ADMINISTRATOR = "administrator";

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_REASON = 2_000;
    private static final int MOST_READERS = 20;

    /**
     * Who may see it nevertheless.
     *
     * @param name of the network; null for the others
     */
    record Reader(String type, @Nullable String name) {

        static @Nullable Reader of(JsonValue value) {
            if (!value.isObjectOf(List.of("type", "name"))) {
                return null;
            }
            JsonValue type = value.at("type");
            String word = type.isAbsent()
                    ? type.refused("is missing")
                    : type.oneOf(List.of("logged_in", NETWORK, ADMINISTRATOR));
            String name = value.at("name").line(1, LONGEST_TITLE);
            if (word != null && word.equals(NETWORK) == value.at("name").isAbsent()) {
                return value.at("name").refused(word.equals(NETWORK) ? "is missing" : "is for ip_range only");
            }
            return word == null ? null : new Reader(word, name);
        }

        boolean isThat(EmbargoOption option) {
            return type.equals(option.type()) && (name == null || name.equalsIgnoreCase(option.ipName()));
        }
    }

    /** Null where scope or date cannot be known. */
    public static @Nullable Embargo of(ObjectNode asked, Instant now, Violations violations) {
        var all = new JsonValue(asked, "", violations);
        all.isObjectOf(List.of("until", "scope", "title", "reason", "audience"));
        JsonValue until = all.at("until");
        Instant moment = until.moment();
        if (until.node().isMissingNode()) {
            until.refused("is missing: a date, or null for good");
        } else if (moment != null && !moment.isAfter(now)) {
            moment = until.refused("must be in the future");
        }
        JsonValue scope = all.at("scope");
        String word = scope.isAbsent()
                ? scope.refused("is missing: file or article")
                : scope.oneOf(List.of("file", "article"));
        List<@Nullable Reader> audience = all.at("audience").list(MOST_READERS, Reader::of);
        String title = all.at("title").line(1, LONGEST_TITLE);
        String reason = all.at("reason").line(1, LONGEST_REASON);
        boolean dated = until.isNull() || moment != null;
        return word == null || !dated
                ? null
                : new Embargo(moment, word, title, reason, audience == null ? List.of() : audience);
    }

    /**
     * The body of PUT …/embargo (ArticleEmbargoUpdater), which replaces everything.
     *
     * @param offered asked only where there is an audience
     */
    public ObjectNode toFigshare(Supplier<List<EmbargoOption>> offered, Violations violations) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("is_embargoed", true)
                .put("embargo_date", until == null ? FOR_GOOD : FIGSHARES.format(until))
                .put("embargo_type", scope)
                .put("embargo_title", Objects.requireNonNullElse(title, ""))
                .put("embargo_reason", Objects.requireNonNullElse(reason, ""));
        ArrayNode options = body.putArray("embargo_options");
        if (!audience.isEmpty()) {
            resolve(offered.get(), violations).forEach(id -> options.addObject().put("id", id));
        }
        return body;
    }

    private Set<Long> resolve(List<EmbargoOption> all, Violations violations) {
        List<EmbargoOption> offered =
                all.stream().filter(option -> option.id() != null).toList();
        Set<Long> ids = new LinkedHashSet<>();
        Set<String> types = new HashSet<>();
        for (int i = 0; i < audience.size(); i++) {
            Reader reader = audience.get(i);
            if (reader == null) {
                continue;
            }
            types.add(reader.type());
            EmbargoOption found =
                    offered.stream().filter(reader::isThat).findFirst().orElse(null);
            if (found == null) {
                violations.add(
                        "/audience/" + i,
                        "is not offered here"
                                + VocabularyLookup.allowed(
                                        offered.stream()
                                                .map(EmbargoOption::text)
                                                .toList(),
                                        null));
            } else {
                ids.add(Objects.requireNonNull(found.id()));
            }
        }
        if (types.size() > 1 && types.contains(ADMINISTRATOR)) {
            violations.add("/audience", "must have nobody beside administrator");
        }
        return ids;
    }
}
