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

/** Tells whether a record can be published, and whether it has been (FACTS 1.2). */
@Singleton
public class Publication {

    private static final Set<String> BEFORE_REVIEW = Set.of("pending", "in_review", "under_review", "submitted");

    private final DepositVocabularies offers;

    Publication(DepositVocabularies offers) {
        this.offers = offers;
    }

    /** Returns a problem with everything that a publication lacks, by JSON pointer into the deposit; empty if nothing is missing. */
    public Optional<Problem> gaps(ObjectNode record) {
        Long group = record.path("group_id").isIntegralNumber()
                ? record.path("group_id").asLong()
                : null;
        return new Violations()
                .include("/metadata", PublicationRequirements.of(record, offers.customFields(group)))
                .problem(StoredDeposit.INCOMPLETE);
    }

    /** Returns the state that the record shows after a publication; empty if it shows none. Figshare's 201 does not tell it (FACTS 1.2). */
    static Optional<DepositState> outcome(ObjectNode record) {
        if (BEFORE_REVIEW.contains(record.path("curation_status").asText(""))
                || BEFORE_REVIEW.contains(record.path("status").asText(""))) {
            return Optional.of(DepositState.IN_REVIEW);
        }
        if (!record.path("status").asText("").equals("public")) {
            return Optional.empty();
        }
        return Optional.of(isHeldBack(record) ? DepositState.EMBARGOED : DepositState.PUBLISHED);
    }

    /** Whether the whole record is under embargo. Such a record stays a draft until the embargo ends, whatever Figshare answered. */
    static boolean isHeldBack(ObjectNode record) {
        return record.path("is_embargoed").asBoolean()
                && record.path("embargo_type").asText("").equals("article");
    }

    /** Returns the state of a record that existed before its deposit. */
    public static DepositState state(ObjectNode record) {
        return outcome(record).orElse(DepositState.READY);
    }

    /** Whether a version of the record is public, or will be. */
    public static boolean isPublic(ObjectNode record) {
        return record.path("is_public").asBoolean()
                || record.path("published_date").asText("").length() > 0;
    }
}
