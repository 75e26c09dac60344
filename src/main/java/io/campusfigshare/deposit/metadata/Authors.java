package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authors in Figshare's words. */
public final class Authors {

    private Authors() {}

    /** By number where Figshare knows them, else by name. */
    static ArrayNode toFigshare(List<@Nullable Author> authors, Vocabulary vocabulary, Violations violations) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < authors.size(); i++) {
            Author author = authors.get(i);
            if (author == null) {
                continue;
            }
            String at = "/authors/" + i;
            if (author.campusId() != null && !vocabulary.mayLookUp(author.campusId())) {
                violations.add(at, "must be named by ORCID iD or name: this token permits no campus id but one's own");
                continue;
            }
            OptionalLong number = number(author, vocabulary);
            if (number.isPresent()) {
                Integer before = places.putIfAbsent(number.getAsLong(), i);
                if (before != null) {
                    violations.add(at, "is the same person as /authors/" + before);
                }
                all.addObject().put("id", number.getAsLong());
            } else if (author.fullName() != null) {
                all.add(named(author));
            } else {
                violations.add(
                        at,
                        author.orcid() == null
                                ? "is nobody whom Figshare knows by this campus id"
                                : "is nobody whom Figshare knows by this ORCID iD: give a name with it");
            }
        }
        return all;
    }

    /** Figshare may refuse the ORCID iD of an author whom it knows, and wants the number (FACTS 4.5). */
    private static OptionalLong number(Author author, Vocabulary vocabulary) {
        if (author.id() != null) {
            return OptionalLong.of(author.id());
        }
        if (author.campusId() != null) {
            return vocabulary.authorWithCampusId(author.campusId());
        }
        return author.orcid() == null ? OptionalLong.empty() : vocabulary.authorWithOrcid(author.orcid());
    }

    private static ObjectNode named(Author author) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", author.fullName());
        if (author.firstName() != null) {
            node.put("first_name", author.firstName());
        }
        if (author.lastName() != null) {
            node.put("last_name", author.lastName());
        }
        if (author.orcid() != null) {
            node.put("orcid_id", author.orcid());
        }
        return node;
    }

    /**
     * What PUT …/authors must be sent so that the record has the authors who were asked for: Figshare adds whom it thinks
     * the creator is (FACTS 2). Those whom it has made of names meanwhile go by their numbers, or there would be two of
     * each.
     *
     * @param wanted as it was sent
     * @param shown  the authors of Figshare's private record
     * @return null where they are right
     */
    public static @Nullable ObjectNode correction(ArrayNode wanted, JsonNode shown) {
        ArrayNode right = JsonNodeFactory.instance.arrayNode();
        Set<Long> named = new HashSet<>();
        wanted.forEach(author -> named.add(author.path("id").asLong()));
        boolean same = wanted.size() == shown.size();
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode author = wanted.path(i);
            same &= isSame(author, shown.path(i));
            shown.valueStream()
                    .filter(s -> !author.has("id") && isSame(author, s))
                    .map(s -> s.path("id").asLong())
                    .filter(id -> id > 0 && named.add(id))
                    .findFirst()
                    .ifPresentOrElse(id -> right.addObject().put("id", id), () -> right.add(author));
        }
        return same ? null : right.objectNode().set("authors", right);
    }

    private static boolean isSame(JsonNode wanted, JsonNode shown) {
        if (wanted.has("id")) {
            return wanted.path("id").asLong() == shown.path("id").asLong();
        }
        String orcid = wanted.path("orcid_id").asText("");
        return wanted.path("name")
                        .asText()
                        .equalsIgnoreCase(shown.path("full_name").asText().strip())
                && (orcid.isEmpty() || orcid.equals(shown.path("orcid_id").asText("")));
    }
}
