package io.campusfigshare.review;

import io.campusfigshare.InstitutionTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;

/** The base of tests of reviews whose drafts are no deposits: a synced directory and no review. */
abstract class ReviewTest extends InstitutionTest {

    static final String REVIEWS = "/v1/reviews";
    static final String READ = "review:read";
    static final String COMMENT = "review:comment";
    static final String AT_FIGSHARE = "/v2/account/institution/review.*";

    static final String MAREN = "moakhurst@westmark.example";
    static final long MARENS_ACCOUNT = 1495601;
    static final long RAHELS_ACCOUNT = 1495608;

    static final int BIOLOGY = 4202;
    static final int BELOW_BIOLOGY = 4206;
    static final int CHEMISTRY = 4203;

    @Inject
    ReviewSync sync;

    @Inject
    DataSource database;

    @BeforeEach
    void noReviews() throws SQLException {
        sandbox.reset();
        syncs.departments();
        syncs.people();
        execute(
                "delete from review",
                "delete from review_comment_key",
                "delete from set_aside where kind = 'review'",
                "delete from sync where name = 'ended reviews'");
        sandbox.clearLog();
    }

    RequestSpecification as(String... roles) {
        JwtClaims claims = issuer.claims(MAREN, roles);
        claims.setStringClaim("azp", "client-" + UUID.randomUUID());
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.sign(claims))
                .contentType("application/json");
    }

    /** Makes a draft of Maren's and opens a review of it. Returns the number of the review. */
    long open(String title) {
        long draft = sandbox.draft(
                MARENS_ACCOUNT, new JsonObject().put("title", title).encode());
        return open(new JsonObject().put("article_id", draft).put("group_id", BIOLOGY));
    }

    /** Opens a review of a draft in this department. Returns the number of the review. */
    long open(int group) {
        return open(new JsonObject().put("group_id", group));
    }

    private long open(JsonObject members) {
        return sandbox.reviews(1, members.put("account_id", MARENS_ACCOUNT).encode());
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
