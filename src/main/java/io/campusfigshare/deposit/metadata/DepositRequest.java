package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to create a deposit.
 *
 * @param depositor a campus id, an ORCID iD or an e-mail address
 * @param metadata  the metadata of a new record; null for an existing one
 * @param item      Figshare's number of an existing record; null for a new one
 * @param publish   whether to publish the record as soon as it is complete
 */
public record DepositRequest(
        String depositor,
        @Nullable Metadata metadata,
        @Nullable Long item,
        boolean publish) {

    private static final String METADATA = "metadata";
    private static final ProblemType INVALID = new ProblemType("invalid-deposit", 422, "The deposit is not valid");
    private static final List<String> MEMBERS = List.of("depositor", METADATA, "item", "publish");
    private static final int MAX_DEPOSITOR_LENGTH = 254;

    /** The members of a deposit that a patch cannot change. */
    private static final List<String> READ_ONLY =
            List.of("id", "url", "state", "depositor", "item", "problem", "files", "created", "modified");

    /**
     * Reads the body of a request. Fails with 422 and all violations.
     *
     * @param own the caller's campus id, which is the depositor if the body names none; null if the caller has none
     */
    public static DepositRequest of(ObjectNode body, @Nullable String own) {
        var violations = new Violations();
        var all = new JsonValue(body, "", violations);
        all.isObjectOf(MEMBERS);
        String depositor = all.at("depositor").line(1, MAX_DEPOSITOR_LENGTH);
        if (depositor == null && (own == null || !all.at("depositor").isAbsent())) {
            violations.add("/depositor", "is missing: the campus id of the depositor");
        }
        Long item = all.at("item").number();
        JsonValue metadataValue = all.at(METADATA);
        Metadata metadata = null;
        if (metadataValue.isAbsent() == all.at("item").isAbsent()) {
            violations.add("", "must have either metadata, for a new record, or item, the number of an existing one");
        } else if (metadataValue.node() instanceof ObjectNode object) {
            var nested = new Violations();
            metadata = Metadata.of(object, nested);
            violations.include("/metadata", nested);
        } else if (!metadataValue.isAbsent()) {
            metadataValue.invalid("must be an object");
        }
        JsonValue publish = all.at("publish");
        if (!publish.isAbsent() && !publish.node().isBoolean()) {
            publish.invalid("must be true or false");
        }
        if (item != null && publish.node().asBoolean()) {
            publish.invalid("is for new records only: POST /v1/deposits/{id}/publication publishes an existing one");
        }
        violations.orThrow(INVALID);
        return new DepositRequest(
                depositor == null ? String.valueOf(own) : depositor,
                metadata,
                item,
                publish.node().asBoolean());
    }

    /** Removes the members of a merge patch, also in nested objects, whose values equal those that were read. */
    static ObjectNode withoutUnchanged(ObjectNode patch, JsonNode read) {
        ObjectNode changed = patch.objectNode();
        patch.properties().forEach(member -> {
            JsonNode before = read.path(member.getKey());
            JsonNode after = member.getValue();
            if (after instanceof ObjectNode part && before.isObject()) {
                ObjectNode rest = withoutUnchanged(part, before);
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
     * Returns the changes of the metadata in a merge patch of a deposit (RFC 7396).
     *
     * @throws io.campusfigshare.problem.Problem 422 if the patch changes anything else
     */
    static ObjectNode metadata(ObjectNode patch) {
        var violations = new Violations();
        var all = new JsonValue(patch, "", violations);
        ObjectNode rest = patch.deepCopy();
        Metadata.MEMBERS.stream().filter(patch::has).forEach(name -> {
            all.at(name).invalid("is a member of metadata: {\"metadata\": {\"" + name + "\": …}}");
            rest.remove(name);
        });
        READ_ONLY.stream().filter(patch::has).forEach(name -> {
            all.at(name).invalid("cannot be changed by a patch: omit it, or send it as it was read");
            rest.remove(name);
        });
        new JsonValue(rest, "", violations).isObjectOf(List.of(METADATA));
        JsonValue metadata = all.at(METADATA);
        if (metadata.isNull()) {
            metadata.invalid("can be changed, but not removed");
        } else if (!metadata.isAbsent() && !metadata.node().isObject()) {
            metadata.invalid("must be an object");
        }
        violations.orThrow(Violations.INVALID_METADATA);
        return metadata.node() instanceof ObjectNode object ? object : rest.objectNode();
    }
}
