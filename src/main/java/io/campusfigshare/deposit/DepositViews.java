package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.answer.DepositFile;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileCompleteness;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.deposit.workflow.Publication;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the JSON representation of a deposit, its URL and its ETag. */
@Singleton
class DepositViews {

    private static final ProblemType CHANGED =
            new ProblemType("changed", 412, "The deposit has changed since it was read");
    private static final int ETAG_BYTES = 12;

    private final FileStore files;
    private final DepositReviews reviews;
    private final Articles articles;
    private final Publication publication;
    private final DepositJson json;
    private final String base;

    DepositViews(
            FileStore files,
            DepositReviews reviews,
            Articles articles,
            Publication publication,
            DepositJson json,
            CampusConfig campus) {
        this.files = files;
        this.reviews = reviews;
        this.articles = articles;
        this.publication = publication;
        this.json = json;
        this.base = CampusConfig.base(campus);
    }

    /** @param record the Figshare record as its owner sees it; null if there is none, or if it is being changed */
    Deposit view(StoredDeposit deposit, @Nullable ObjectNode record) {
        List<StoredFile> sent = files.list(deposit.id());
        return new Deposit(
                deposit.id().toString(),
                url(deposit.id()),
                deposit.state(),
                deposit.context().campusId(),
                deposit.item(),
                record == null ? null : metadata(deposit, Marker.hidden(record)),
                problem(deposit, record, sent),
                deposit.item() == null ? null : reviews.find(deposit.item()).orElse(null),
                sent.stream().map(DepositFile::of).toList(),
                deposit.created(),
                deposit.modified());
    }

    String url(UUID id) {
        return base + "/v1/deposits/" + id;
    }

    String etag(Deposit deposit) {
        return etag(deposit.metadata());
    }

    /**
     * Fails with 412 if {@code ifMatch}, the value of If-Match (RFC 9110, section 13.1.1), does not match the record.
     */
    void requireMatch(@Nullable String ifMatch, StoredDeposit deposit, ObjectNode record) {
        if (ifMatch != null && !ifMatch.equals("*")) {
            String current = etag(metadata(deposit, record));
            if (Stream.of(ifMatch.split(",")).map(String::strip).noneMatch(current::equals)) {
                throw new Problem(CHANGED, "Read the deposit again and repeat the change with its new ETag.");
            }
        }
    }

    private String etag(@Nullable Item metadata) {
        return "\"" + HexFormat.of().formatHex(json.digest(metadata).getBytes(), 0, ETAG_BYTES) + "\"";
    }

    /** Until the record is public, its links point to the deposit: neither record nor files are available elsewhere. */
    private Item metadata(StoredDeposit deposit, ObjectNode record) {
        return deposit.state() == DepositState.PUBLISHED
                ? articles.ownRecord(record)
                : articles.ownRecord(record, url(deposit.id()));
    }

    /**
     * Returns why the deposit rests. If a publication lacked metadata, this is checked again: it may have been added
     * since.
     */
    private @Nullable ObjectNode problem(StoredDeposit deposit, @Nullable ObjectNode record, List<StoredFile> sent) {
        Optional<String> problem = Optional.ofNullable(deposit.problem());
        if (problem.isEmpty()) {
            problem = FileCompleteness.findIncomplete(sent).map(Problems::toJson);
        } else if (record != null && deposit.isIncomplete()) {
            problem = publication.findMissing(record).map(Problems::toJson);
        }
        return problem.map(json::parse).orElse(null);
    }
}
