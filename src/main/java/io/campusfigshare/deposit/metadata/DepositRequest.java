package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants deposited.
 *
 * @param depositor a campus id, an ORCID iD or an address
 * @param metadata  of a new record; null where there is one
 * @param item      a record that is there; null for a new one
 * @param publish   whether it is to be published at once
 */
public record DepositRequest(
        String depositor,
        @Nullable Metadata metadata,
        @Nullable Long item,
        boolean publish) {

    private static final String METADATA = "metadata";
    private static final ProblemType INVALID = new ProblemType("invalid-deposit", 422, "The deposit is not valid");
    private static final List<String> MEMBERS = List.of("depositor", METADATA, "item", "publish");
    private static final int LONGEST_NAME = 254;

    /** What else a deposit has, which follows from what is done with it. */
    private static final List<String> NOT_PATCHED =
            List.of("id", "url", "state", "depositor", "item", "problem", "files", "created", "modified");

    /**
     * Reads it strictly.
     *
     * @param own the caller's own campus id, for whom the deposit is when it names nobody
     */
    public static DepositRequest of(ObjectNode body, @Nullable String own) {
        var violations = new Violations();
        var all = new JsonValue(body, "", violations);
        all.isObjectOf(MEMBERS);
        String depositor = all.at("depositor").line(1, LONGEST_NAME);
        if (depositor == null && (own == null || !all.at("depositor").isAbsent())) {
            violations.add("/depositor", "is missing: the campus id of the person it is for");
        }
        Long item = all.at("item").number();
        JsonValue said = all.at(METADATA);
        Metadata metadata = null;
        if (said.isAbsent() == all.at("item").isAbsent()) {
            violations.add("", "must have either metadata, of a new record, or item, the number of one that is there");
        } else if (said.node() instanceof ObjectNode object) {
            var wrong = new Violations();
            metadata = Metadata.of(object, wrong);
            violations.include("/metadata", wrong);
        } else if (!said.isAbsent()) {
            said.refused("must be an object");
        }
        JsonValue publish = all.at("publish");
        if (!publish.isAbsent() && !publish.node().isBoolean()) {
            publish.refused("must be true or false");
        }
        if (item != null && publish.node().asBoolean()) {
            publish.refused("is for new records: POST /v1/deposits/{id}/publication publishes one that is there");
        }
        violations.orThrow(INVALID);
        return new DepositRequest(
                depositor == null ? String.valueOf(own) : depositor,
                metadata,
                item,
                publish.node().asBoolean());
    }

    /** What a merge patch changes of what was read: a member that is as it was says nothing, in objects too. */
    static ObjectNode changed(ObjectNode patch, JsonNode read) {
        ObjectNode changed = patch.objectNode();
        patch.properties().forEach(member -> {
            JsonNode before = read.path(member.getKey());
            JsonNode after = member.getValue();
            if (after instanceof ObjectNode part && before.isObject()) {
                ObjectNode rest = changed(part, before);
                if (!rest.isEmpty()) {
                    changed.set(member.getKey(), rest);
                }
            } else if (!after.equals(before)) {
                changed.set(member.getKey(), after);
            }
        });
        return changed;
    }

    /**
     * What a merge patch of a deposit (RFC 7396) changes of its metadata.
     *
     * @throws io.campusfigshare.problem.Problem 422 where it would change anything else
     */
    static ObjectNode metadata(ObjectNode patch) {
        var violations = new Violations();
        var all = new JsonValue(patch, "", violations);
        ObjectNode rest = patch.deepCopy();
        Metadata.MEMBERS.stream().filter(patch::has).forEach(name -> {
            all.at(name).refused("is a member of metadata: {\"metadata\": {\"" + name + "\": …}}");
            rest.remove(name);
        });
        NOT_PATCHED.stream().filter(patch::has).forEach(name -> {
            all.at(name).refused("is not changed by a patch: leave it out, or as it was read");
            rest.remove(name);
        });
        new JsonValue(rest, "", violations).isObjectOf(List.of(METADATA));
        JsonValue metadata = all.at(METADATA);
        if (metadata.isNull()) {
            metadata.refused("can be changed, and not taken away");
        } else if (!metadata.isAbsent() && !metadata.node().isObject()) {
            metadata.refused("must be an object");
        }
        violations.orThrow(Violations.INVALID_METADATA);
        return metadata.node() instanceof ObjectNode object ? object : rest.objectNode();
    }
}
