package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.metadata.DepositVocabularies;
import io.campusfigshare.deposit.metadata.PublicationRequirements;
import io.campusfigshare.deposit.metadata.Violations;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what a record needs before its publication, and reads the outcome of a publication from the record (FACTS
 * 1.2).
 */
@Singleton
public class Publication {

    private static final Set<String> REVIEW_STATUSES = Set.of("pending", "in_review", "under_review", "submitted");

    private final DepositVocabularies vocabularies;

    Publication(DepositVocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    /**
     * Returns a problem with everything that the record lacks, by JSON pointers into the deposit; empty if it is
     * complete.
     */
    public Optional<Problem> findMissing(ObjectNode record) {
        Long group = record.path("group_id").isIntegralNumber()
                ? record.path("group_id").asLong()
                : null;
        return new Violations()
                .include("/metadata", PublicationRequirements.of(record, vocabularies.customFields(group)))
                .problem(StoredDeposit.INCOMPLETE);
    }

    /**
     * Returns the state after a publication; empty if the record is unpublished. A 201 answer proves nothing (FACTS
     * 1.2).
     */
    static Optional<DepositState> outcome(ObjectNode record) {
        if (REVIEW_STATUSES.contains(record.path("curation_status").asText(""))
                || REVIEW_STATUSES.contains(record.path("status").asText(""))) {
            return Optional.of(DepositState.IN_REVIEW);
        }
        if (!record.path("status").asText("").equals("public")) {
            return Optional.empty();
        }
        return Optional.of(isUnderFullEmbargo(record) ? DepositState.EMBARGOED : DepositState.PUBLISHED);
    }

    /**
     * Returns whether the whole record is under embargo. It then stays a draft until the embargo ends, although the
     * publication succeeded.
     */
    static boolean isUnderFullEmbargo(ObjectNode record) {
        return record.path("is_embargoed").asBoolean()
                && record.path("embargo_type").asText("").equals("article");
    }

    /** Returns the state of an existing record. */
    public static DepositState state(ObjectNode record) {
        return outcome(record).orElse(DepositState.READY);
    }

    /** Returns whether a version of the record is public, or will be. */
    public static boolean isPublic(ObjectNode record) {
        return record.path("is_public").asBoolean()
                || record.path("published_date").asText("").length() > 0;
    }
}
