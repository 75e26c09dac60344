package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.metadata.Gaps;
import io.campusfigshare.deposit.metadata.Offers;
import io.campusfigshare.deposit.metadata.Violations;
import io.campusfigshare.deposit.store.Entry;
import io.campusfigshare.deposit.store.State;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What has to be there before a record can be published, and what became of that (FACTS 1.2). */
@Singleton
public class Publication {

    private static final Set<String> BEFORE_REVIEW = Set.of("pending", "in_review", "under_review", "submitted");

    private final Offers offers;

    Publication(Offers offers) {
        this.offers = offers;
    }

    /** Everything that is missing, by its place in the deposit; empty where it is complete. */
    public Optional<Problem> gaps(ObjectNode record) {
        Long group = record.path("group_id").isIntegralNumber()
                ? record.path("group_id").asLong()
                : null;
        return new Violations()
                .include("/metadata", Gaps.of(record, offers.customFields(group)))
                .problem(Entry.INCOMPLETE);
    }

    /** What became of a publication; empty while the record is as it was. 201 is no answer to that (FACTS 1.2). */
    static Optional<State> outcome(ObjectNode record) {
        if (BEFORE_REVIEW.contains(record.path("curation_status").asText(""))
                || BEFORE_REVIEW.contains(record.path("status").asText(""))) {
            return Optional.of(State.IN_REVIEW);
        }
        if (!record.path("status").asText("").equals("public")) {
            return Optional.empty();
        }
        return Optional.of(isHeldBack(record) ? State.EMBARGOED : State.PUBLISHED);
    }

    /** Whether all of it is under embargo: then it stays a draft until that ends, whatever publishing has answered. */
    static boolean isHeldBack(ObjectNode record) {
        return record.path("is_embargoed").asBoolean()
                && record.path("embargo_type").asText("").equals("article");
    }

    /** Where a record stands that was there before. */
    public static State state(ObjectNode record) {
        return outcome(record).orElse(State.READY);
    }

    /** Whether a version of it is public, or will be. */
    public static boolean isPublic(ObjectNode record) {
        return record.path("is_public").asBoolean()
                || record.path("published_date").asText("").length() > 0;
    }
}
