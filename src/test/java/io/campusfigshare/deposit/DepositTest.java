package io.campusfigshare.deposit;

import io.campusfigshare.EmbeddedDatabase;
import io.campusfigshare.InstitutionTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;

/** The base of tests of the secured door: a synced institution and a token issuer. */
abstract class DepositTest extends InstitutionTest {

    static final String MAREN = "moakhurst@westmark.example";
    static final long MARENS_ACCOUNT = 1495601;
    static final String TOBIAS = "tfennimore@westmark.example";
    static final String ARTICLES = "/v2/account/articles";

    @Inject
    DataSource database;

    /** Stops the deposits of a test, so that they do not continue in the next, whose sandbox is another. */
    @AfterEach
    void stopAllDeposits() throws SQLException {
        execute(
                "delete from sent_create",
                "update marker_check set begun = clock_timestamp() where kept",
                "update deposit set state = 'failed', due = null where state in ('accepted', 'drafting', 'publishing')",
                "update deposit set due = null where state = 'ready'");
    }

    /** Syncs the people and departments. */
    void awaitDirectory() {
        syncs.started();
    }

    /** Uses a new client for each request, so that no rate limit applies. */
    RequestSpecification as(String campusId, String... roles) {
        return with(claims(campusId, roles));
    }

    RequestSpecification anybody() {
        return as("service-account", "deposit:any");
    }

    JwtClaims claims(String campusId, String... roles) {
        JwtClaims claims = issuer.claims(campusId, roles);
        claims.setStringClaim("azp", "client-" + UUID.randomUUID());
        return claims;
    }

    RequestSpecification with(JwtClaims claims) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.sign(claims))
                .contentType("application/json");
    }

    static Response create(RequestSpecification who, String deposit) {
        return keyed(who).body(deposit).post("/v1/deposits");
    }

    /** Creates the deposit and returns its path. */
    static String created(RequestSpecification who, String deposit) {
        return path(create(who, deposit));
    }

    static String path(Response created) {
        created.then().statusCode(201);
        return created.header("Location").replaceFirst("^https?://[^/]+", "");
    }

    static Response edit(RequestSpecification who, String path, String metadata) {
        return who.contentType("application/merge-patch+json")
                .body("{\"metadata\": " + metadata + "}")
                .patch(path);
    }

    static Response publish(RequestSpecification who, String path) {
        return keyed(who).post(path + "/publication");
    }

    static Response list(RequestSpecification who, String depositor) {
        return who.queryParam("depositor", depositor).get("/v1/deposits");
    }

    static RequestSpecification keyed(RequestSpecification who) {
        return who.header("Idempotency-Key", UUID.randomUUID());
    }

    /** Returns a deposit with all metadata that a publication requires. */
    static String deposit(String depositor, String title) {
        return new JsonObject()
                .put("depositor", depositor)
                .put(
                        "metadata",
                        new JsonObject()
                                .put("title", title)
                                .put("type", "dataset")
                                .put("description", "<p>Measured.</p>")
                                .put("authors", new JsonArray().add(new JsonObject().put("campusId", depositor)))
                                .put("keywords", new JsonArray().add("tides"))
                                .put("license", "CC-BY-4.0")
                                .put("categories", new JsonArray().add("310301"))
                                .put(
                                        "customFields",
                                        new JsonObject()
                                                .put("Instrument", "Gauge")
                                                .put("Data steward", "Library")))
                .encode();
    }

    static String adoption(String depositor, long item) {
        return new JsonObject().put("depositor", depositor).put("item", item).encode();
    }

    /** Returns the rows of a query, each as the texts of its columns. */
    List<List<String>> rows(String sql) {
        try (Connection connection = database.getConnection();
                var found = connection.createStatement().executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(found.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** Executes the statements as the owner of the tables, who has more rights than the service. */
    void executeAsOwner(String... statements) {
        String name = rows("select current_database()").getFirst().getFirst();
        for (String sql : statements) {
            EmbeddedDatabase.execute(name, sql);
        }
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
