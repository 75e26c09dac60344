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

/** Who paid; at least one of the three is there. */
record Funding(
        @Nullable String title,
        @Nullable String grant,
        @Nullable String funder) {

    /** The address is Figshare's; it may come back as it was read. */
    private static final List<String> MEMBERS = List.of("title", "grant", "funder", "url");

    private static final int LONGEST = 500;

    static @Nullable Funding of(JsonValue value) {
        if (value.node().isTextual()) {
            String text = value.line(1, LONGEST);
            return text == null ? null : new Funding(text, null, null);
        }
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        if (MEMBERS.subList(0, 3).stream().map(value::at).allMatch(JsonValue::isAbsent)) {
            return value.at("title").refused("is missing");
        }
        return new Funding(
                value.at("title").line(1, LONGEST),
                value.at("grant").line(1, LONGEST),
                value.at("funder").line(1, LONGEST));
    }

    /** By number where the record has it already; else by title, the only thing that Figshare lets us write. */
    ObjectNode toFigshare(JsonNode current) {
        ObjectNode funding = JsonNodeFactory.instance.objectNode();
        return current.valueStream()
                .filter(c -> c.path("id").isIntegralNumber() && isThat(c))
                .findFirst()
                .map(c -> funding.put("id", c.path("id").longValue()))
                .orElseGet(() -> funding.put("title", whole()));
    }

    private boolean isThat(JsonNode current) {
        return Objects.equals(title, Html.line(current.path("title").asText("")))
                && Objects.equals(grant, Html.line(current.path("grant_code").asText("")))
                && Objects.equals(funder, Html.line(current.path("funder_name").asText("")));
    }

    private String whole() {
        String more = Stream.of(funder, grant).filter(Objects::nonNull).collect(Collectors.joining(", "));
        return title == null ? more : more.isEmpty() ? title : title + " (" + more + ")";
    }
}
