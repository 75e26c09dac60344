package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.answer.DepositReview;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the review of a record from the reviews that are copied from Figshare. Blocks. */
@Singleton
class DepositReviews {

    private final Database database;

    DepositReviews(Database database) {
        this.database = database;
    }

    /** Returns the last review of a record. */
    Optional<DepositReview> find(long item) {
        return database.run("select * from review where item = $1 order by id desc limit 1", Tuple.of(item)).stream()
                .findFirst()
                .map(row -> new DepositReview(
                        row.getLong("id"),
                        row.getString("status"),
                        row.getString("resolution"),
                        Objects.requireNonNull(Database.instant(row, "modified")),
                        comments(row.getLong("id"))));
    }

    private List<DepositReview.Comment> comments(long review) {
        return database
                .run("select name, text, at from review_comment where review = $1 order by id", Tuple.of(review))
                .stream()
                .map(row -> new DepositReview.Comment(
                        row.getString("name"), row.getString("text"), Database.instant(row, "at")))
                .toList();
    }
}
