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
 * An embargo in a request.
 *
 * @param until    its end; null for a permanent embargo
 * @param scope    {@code file} or {@code article}
 * @param audience who may see the record nevertheless; an invalid element is null
 */
public record Embargo(
        @Nullable Instant until,
        String scope,
        @Nullable String title,
        @Nullable String reason,
        List<@Nullable Reader> audience) {

    /** The problem of an embargo with violations. */
    public static final ProblemType INVALID = new ProblemType("invalid-embargo", 422, "The embargo is not valid");

    private static final DateTimeFormatter FIGSHARE_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String PERMANENT = "0";

    private static final String NETWORK = "ip_range";
    private static final String ADMINISTRATOR = "administrator";

    private static final int MAX_TITLE_LENGTH = 200;
    private static final int MAX_REASON_LENGTH = 2_000;
    private static final int MAX_READERS = 20;

    /**
     * A group of readers that an embargo exempts.
     *
     * @param name the name of the network; null for the other types
     */
    record Reader(String type, @Nullable String name) {

        static @Nullable Reader of(JsonValue value) {
            if (!value.isObjectOf(List.of("type", "name"))) {
                return null;
            }
            JsonValue type = value.at("type");
            String word = type.isAbsent()
                    ? type.invalid("is missing")
                    : type.oneOf(List.of("logged_in", NETWORK, ADMINISTRATOR));
            String name = value.at("name").line(1, MAX_TITLE_LENGTH);
            if (word != null && word.equals(NETWORK) == value.at("name").isAbsent()) {
                return value.at("name").invalid(word.equals(NETWORK) ? "is missing" : "is for ip_range only");
            }
            return word == null ? null : new Reader(word, name);
        }

        boolean matches(EmbargoOption option) {
            return type.equals(option.type()) && (name == null || name.equalsIgnoreCase(option.ipName()));
        }
    }

    /** Reads an embargo. Returns null if its scope or date is invalid. */
    public static @Nullable Embargo of(ObjectNode body, Instant now, Violations violations) {
        var all = new JsonValue(body, "", violations);
        all.isObjectOf(List.of("until", "scope", "title", "reason", "audience"));
        JsonValue until = all.at("until");
        Instant moment = until.moment();
        if (until.node().isMissingNode()) {
            until.invalid("is missing: a date, or null for a permanent embargo");
        } else if (moment != null && !moment.isAfter(now)) {
            moment = until.invalid("must be in the future");
        }
        JsonValue scope = all.at("scope");
        String scopeName = scope.isAbsent()
                ? scope.invalid("is missing: file or article")
                : scope.oneOf(List.of("file", "article"));
        List<@Nullable Reader> audience = all.at("audience").list(MAX_READERS, Reader::of);
        String title = all.at("title").line(1, MAX_TITLE_LENGTH);
        String reason = all.at("reason").line(1, MAX_REASON_LENGTH);
        boolean dated = until.isNull() || moment != null;
        return scopeName == null || !dated
                ? null
                : new Embargo(moment, scopeName, title, reason, audience == null ? List.of() : audience);
    }

    /**
     * Returns the body of PUT …/embargo (ArticleEmbargoUpdater), which replaces the whole embargo.
     *
     * @param offered supplies the exceptions that Figshare offers; called only if there is an audience
     */
    public ObjectNode toFigshare(Supplier<List<EmbargoOption>> offered, Violations violations) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("is_embargoed", true)
                .put("embargo_date", until == null ? PERMANENT : FIGSHARE_FORMAT.format(until))
                .put("embargo_type", scope)
                .put("embargo_title", Objects.requireNonNullElse(title, ""))
                .put("embargo_reason", Objects.requireNonNullElse(reason, ""));
        ArrayNode options = body.putArray("embargo_options");
        if (!audience.isEmpty()) {
            findOptionIds(offered.get(), violations)
                    .forEach(id -> options.addObject().put("id", id));
        }
        return body;
    }

    private Set<Long> findOptionIds(List<EmbargoOption> all, Violations violations) {
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
                    offered.stream().filter(reader::matches).findFirst().orElse(null);
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
            violations.add("/audience", "must have no other type beside administrator");
        }
        return ids;
    }
}
