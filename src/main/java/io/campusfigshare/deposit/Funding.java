package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who paid. */
record Funding(
        String title, @Nullable String grant, @Nullable String funder) {

    private static final List<String> MEMBERS = List.of("title", "grant", "funder", "url");
    private static final int LONGEST = 500;

    static @Nullable Funding of(Value value) {
        if (value.node().isTextual()) {
            return plain(value.line(1, LONGEST));
        }
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        String title = value.at("title").line(1, LONGEST);
        String grant = value.at("grant").line(1, LONGEST);
        String funder = value.at("funder").line(1, LONGEST);
        if (title == null && value.at("title").isAbsent()) {
            return value.at("title").refused("is missing");
        }
        return title == null ? null : new Funding(title, grant, funder);
    }

    private static @Nullable Funding plain(@Nullable String text) {
        return text == null ? null : new Funding(text, null, null);
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
        return title.equals(text(current, "title"))
                && Objects.equals(grant, text(current, "grant_code"))
                && Objects.equals(funder, text(current, "funder_name"));
    }

    private static @Nullable String text(JsonNode current, String name) {
        String text = current.path(name).asText("").strip();
        return text.isEmpty() ? null : text;
    }

    private String whole() {
        String more = Stream.of(funder, grant).filter(Objects::nonNull).collect(Collectors.joining(", "));
        return more.isEmpty() ? title : title + " (" + more + ")";
    }
}
