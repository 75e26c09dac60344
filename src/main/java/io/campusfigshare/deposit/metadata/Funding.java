package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Html;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source of funding. At least one of the members is not null. */
record Funding(
        @Nullable String title,
        @Nullable String grant,
        @Nullable String funder) {

    /** The URL is read-only; it may be sent as it was read. */
    private static final List<String> MEMBERS = List.of("title", "grant", "funder", "url");

    private static final int MAX_LENGTH = 500;

    static @Nullable Funding of(JsonValue value) {
        if (value.node().isTextual()) {
            String text = value.line(1, MAX_LENGTH);
            return text == null ? null : new Funding(text, null, null);
        }
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        if (MEMBERS.subList(0, 3).stream().map(value::at).allMatch(JsonValue::isAbsent)) {
            return value.at("title").invalid("is missing");
        }
        return new Funding(
                value.at("title").line(1, MAX_LENGTH),
                value.at("grant").line(1, MAX_LENGTH),
                value.at("funder").line(1, MAX_LENGTH));
    }

    /**
     * Writes the number if the record has this funding already, and otherwise a title, the only member that Figshare
     * accepts.
     */
    ObjectNode toFigshare(JsonNode current) {
        ObjectNode funding = JsonNodeFactory.instance.objectNode();
        return current.valueStream()
                .filter(c -> c.path("id").isIntegralNumber() && isSame(c))
                .findFirst()
                .map(c -> funding.put("id", c.path("id").longValue()))
                .orElseGet(() -> funding.put("title", combinedTitle()));
    }

    private boolean isSame(JsonNode current) {
        return Objects.equals(title, Html.line(current.path("title").asText("")))
                && Objects.equals(grant, Html.line(current.path("grant_code").asText("")))
                && Objects.equals(funder, Html.line(current.path("funder_name").asText("")));
    }

    private String combinedTitle() {
        String more = Stream.of(funder, grant).filter(Objects::nonNull).collect(Collectors.joining(", "));
        return title == null ? more : more.isEmpty() ? title : title + " (" + more + ")";
    }
}
