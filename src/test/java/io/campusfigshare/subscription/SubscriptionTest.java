package io.campusfigshare.subscription;

import io.campusfigshare.InstitutionTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The base of tests of webhooks: a client program of its own for each test, and receivers. */
abstract class SubscriptionTest extends InstitutionTest {

    static final String SUBSCRIPTION = "/v1/subscriptions/cris";

    @Inject
    DataSource database;

    final String client = "client-" + UUID.randomUUID();
    private final List<WebhookReceiver> receivers = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void forget() throws SQLException {
        receivers.forEach(WebhookReceiver::close);
        receivers.clear();
        execute("delete from subscription", "delete from event");
    }

    WebhookReceiver receiver() throws IOException {
        var receiver = new WebhookReceiver();
        receivers.add(receiver);
        return receiver;
    }

    /** Returns a request of the test's client with these roles. */
    RequestSpecification as(String... roles) {
        return caller(client, "service", roles);
    }

    RequestSpecification caller(String program, String campusId, String... roles) {
        JwtClaims claims = issuer.claims(campusId, roles);
        claims.setStringClaim("azp", program);
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(issuer.sign(claims))
                .contentType("application/json");
    }

    RequestSpecification subscriber() {
        return as("subscribe");
    }

    static JsonObject to(String url, String... events) {
        return new JsonObject().put("url", url).put("events", new JsonArray(List.of(events)));
    }

    Response put(JsonObject subscription) {
        return subscriber().body(subscription.encode()).put(SUBSCRIPTION);
    }

    /** Subscribes to the events and returns the secret. */
    String subscribe(WebhookReceiver receiver, String... events) {
        return put(to(receiver.url(), events)).then().statusCode(201).extract().path("secret");
    }

    /** Changes the title of an item at Figshare, and syncs it. */
    void change(long item, String title) {
        sandbox.change(item, new JsonObject().put("title", title).encode());
        syncs.items();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var found = connection.createStatement().executeQuery(sql)) {
            found.next();
            return String.valueOf(found.getString(1));
        }
    }
}
