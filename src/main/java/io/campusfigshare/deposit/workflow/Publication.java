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

/** What has to be there before a record can be published, and what became of that (FACTS 1.2). */
@Singleton
public class Publication {

    private static final Set<String> BEFORE_REVIEW = Set.of("pending", "in_review", "under_review", "submitted");

    private final DepositVocabularies offers;

    Publication(DepositVocabularies offers) {
        this.offers = offers;
    }

    /** Everything that is missing, by its place in the deposit; empty where it is complete. */
    public Optional<Problem> gaps(ObjectNode record) {
        Long group = record.path("group_id").isIntegralNumber()
                ? record.path("group_id").asLong()
                : null;
        return new Violations()
                .include("/metadata", PublicationRequirements.of(record, offers.customFields(group)))
                .problem(StoredDeposit.INCOMPLETE);
    }

    /** What became of a publication; empty while the record is as it was. 201 is no answer to that (FACTS 1.2). */
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

    /** Whether all of it is under embargo: then it stays a draft until that ends, whatever publishing has answered. */
    static boolean isHeldBack(ObjectNode record) {
        return record.path("is_embargoed").asBoolean()
                && record.path("embargo_type").asText("").equals("article");
    }

    /** Where a record stands that was there before. */
    public static DepositState state(ObjectNode record) {
        return outcome(record).orElse(DepositState.READY);
    }

    /** Whether a version of it is public, or will be. */
    public static boolean isPublic(ObjectNode record) {
        return record.path("is_public").asBoolean()
                || record.path("published_date").asText("").length() > 0;
    }
}
