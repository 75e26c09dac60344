package io.campusfigshare.deposit;

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
record Asked(
        String depositor,
        @Nullable Metadata metadata,
        @Nullable Long item,
        boolean publish) {

    private static final ProblemType INVALID = new ProblemType("invalid-deposit", 422, "The deposit is not valid");
    private static final List<String> MEMBERS = List.of("depositor", "metadata", "item", "publish");
    private static final int LONGEST_NAME = 254;

    /**
     * Reads it strictly.
     *
     * @param own the caller's own campus id, for whom the deposit is when it names nobody
     */
    static Asked of(ObjectNode body, @Nullable String own) {
        var violations = new Violations();
        var all = new Value(body, "", violations);
        all.isObjectOf(MEMBERS);
        String depositor = all.at("depositor").line(1, LONGEST_NAME);
        if (depositor == null && (own == null || !all.at("depositor").isAbsent())) {
            violations.add("/depositor", "is missing: the campus id of the person it is for");
        }
        Long item = all.at("item").number();
        Value said = all.at("metadata");
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
        Value publish = all.at("publish");
        if (!publish.isAbsent() && !publish.node().isBoolean()) {
            publish.refused("must be true or false");
        }
        if (item != null && publish.node().asBoolean()) {
            publish.refused("is for new records: POST /v1/deposits/{id}/publication publishes one that is there");
        }
        violations.orThrow(INVALID);
        return new Asked(
                depositor == null ? String.valueOf(own) : depositor,
                metadata,
                item,
                publish.node().asBoolean());
    }
}
