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

/** Writes authors as Figshare expects them. */
public final class Authors {

    private Authors() {}

    /** Writes each author with Figshare's number if Figshare has the person, and otherwise with the name. */
    static ArrayNode toFigshare(List<@Nullable Author> authors, Vocabulary vocabulary, Violations violations) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        Map<Long, Integer> indexes = new HashMap<>();
        for (int i = 0; i < authors.size(); i++) {
            Author author = authors.get(i);
            if (author == null) {
                continue;
            }
            String at = "/authors/" + i;
            if (author.campusId() != null && !vocabulary.mayLookUp(author.campusId())) {
                violations.add(
                        at,
                        "must be identified by ORCID iD or name: this token permits only the campus id of its own person");
                continue;
            }
            OptionalLong number = number(author, vocabulary);
            if (number.isPresent()) {
                Integer earlier = indexes.putIfAbsent(number.getAsLong(), i);
                if (earlier != null) {
                    violations.add(at, "is the same person as /authors/" + earlier);
                }
                result.addObject().put("id", number.getAsLong());
            } else if (author.fullName() != null) {
                result.add(named(author));
            } else {
                violations.add(
                        at,
                        author.orcid() == null
                                ? "is not known to Figshare by this campus id"
                                : "is not known to Figshare by this ORCID iD: add a name");
            }
        }
        return result;
    }

    /** Returns Figshare's number, since Figshare may refuse the ORCID iD of an author whom it knows (FACTS 4.5). */
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
     * Returns the body of PUT …/authors that gives the record the requested authors, since Figshare adds the person
     * that it takes for the creator (FACTS 2). Authors that Figshare created from names get their new numbers;
     * otherwise each would exist twice.
     *
     * @param requested the authors in the body of the create
     * @param current   the authors of Figshare's private record
     * @return null if the record has the requested authors
     */
    public static @Nullable ObjectNode correction(ArrayNode requested, JsonNode current) {
        ArrayNode corrected = JsonNodeFactory.instance.arrayNode();
        Set<Long> numbers = new HashSet<>();
        requested.forEach(author -> numbers.add(author.path("id").asLong()));
        boolean same = requested.size() == current.size();
        for (int i = 0; i < requested.size(); i++) {
            JsonNode author = requested.path(i);
            same &= isSame(author, current.path(i));
            current.valueStream()
                    .filter(c -> !author.has("id") && isSame(author, c))
                    .map(c -> c.path("id").asLong())
                    .filter(id -> id > 0 && numbers.add(id))
                    .findFirst()
                    .ifPresentOrElse(id -> corrected.addObject().put("id", id), () -> corrected.add(author));
        }
        return same ? null : corrected.objectNode().set("authors", corrected);
    }

    private static boolean isSame(JsonNode requested, JsonNode current) {
        if (requested.has("id")) {
            return requested.path("id").asLong() == current.path("id").asLong();
        }
        String orcid = requested.path("orcid_id").asText("");
        return requested
                        .path("name")
                        .asText()
                        .equalsIgnoreCase(current.path("full_name").asText().strip())
                && (orcid.isEmpty() || orcid.equals(current.path("orcid_id").asText("")));
    }
}
