package io.campusfigshare.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.InstitutionTest;
import io.campusfigshare.door.SecuredPaths;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.assertj.core.api.SoftAssertions;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests each operation of the contract that needs a token, with each role: nobody else gets in, and a refused request
 * causes no call to Figshare. Which deposits of whom a role reaches is in AuthorisationTest.
 */
@QuarkusTest
class RolesTest extends InstitutionTest {

    private static final Predicate<Operation> DEPOSITS = below(SecuredPaths.DEPOSITS);
    private static final Predicate<Operation> REVIEWS = below(SecuredPaths.REVIEWS);
    private static final Predicate<Operation> ACCOUNTS = below(SecuredPaths.ACCOUNTS);
    private static final Predicate<Operation> SUBSCRIPTIONS = below(SecuredPaths.SUBSCRIPTIONS);
    private static final Predicate<Operation> READS = operation -> operation.method.equals("GET");

    /** The roles, and the operations that need them. */
    enum Role {
        NONE("staff", operation -> false),
        SIMILAR("review:reader account:rea xsubscribe deposit:selfish review:read:department:", operation -> false),
        DEPOSIT_SELF("deposit:self", DEPOSITS),
        DEPOSIT_DEPARTMENT("deposit:department:BIO", DEPOSITS),
        DEPOSIT_ANY("deposit:any", DEPOSITS),
        DEPOSIT_READ("deposit:read", DEPOSITS),
        REVIEW_READ("review:read", REVIEWS.and(READS)),
        REVIEW_READ_DEPARTMENT("review:read:department:BIO", REVIEWS.and(READS)),
        REVIEW_COMMENT("review:comment", REVIEWS),
        REVIEW_COMMENT_DEPARTMENT("review:comment:department:BIO", REVIEWS),
        ACCOUNT_READ("account:read", ACCOUNTS),
        ACCOUNT_READ_DEPARTMENT("account:read:department:BIO", ACCOUNTS),
        SUBSCRIBE("subscribe", SUBSCRIPTIONS);

        final String roles;
        final Predicate<Operation> permitted;

        Role(String roles, Predicate<Operation> permitted) {
            this.roles = roles;
            this.permitted = permitted;
        }
    }

    /** An operation on something that does not exist. */
    record Operation(String method, String path, @Nullable String mediaType) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Predicate<Operation> below(String root) {
        return operation -> SecuredPaths.isWithin(root, operation.path.replaceFirst("\\?.*", ""));
    }

    private static List<Operation> operations() throws IOException {
        JsonNode contract = new ObjectMapper()
                .readTree(given().accept("application/json").get("/openapi").asString());
        List<Operation> all = new ArrayList<>();
        contract.path("paths").properties().stream()
                .filter(path -> SecuredPaths.contains(path.getKey()))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry ->
                                Set.of("get", "put", "post", "patch", "delete").contains(entry.getKey()))
                        .forEach(operation -> all.add(operation(path.getKey(), operation))));
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    /** Returns an operation with what it requires; what it names does not exist. */
    private static Operation operation(String path, Map.Entry<String, JsonNode> operation) {
        String required = operation
                .getValue()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals("query")
                        && parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText() + "="
                        + parameter.path("example").asText())
                .collect(joining("&"));
        var mediaTypes =
                operation.getValue().path("requestBody").path("content").fieldNames();
        return new Operation(
                operation.getKey().toUpperCase(Locale.ROOT),
                path.replace("/v1/reviews/{id}", "/v1/reviews/1")
                                .replaceAll("\\{\\w+}", UUID.randomUUID().toString())
                        + (required.isEmpty() ? "" : "?" + required),
                mediaTypes.hasNext() ? mediaTypes.next() : null);
    }

    @ParameterizedTest
    @EnumSource
    void a_role_permits_its_operations_and_no_others(Role role) throws IOException {
        var softly = new SoftAssertions();
        for (Operation operation : operations()) {
            sandbox.clearLog();

            Response answer = send(as(role), operation);

            if (role.permitted.test(operation)) {
                softly.assertThat(answer.statusCode()).as("%s", operation).isNotIn(401, 403, 500);
            } else {
                softly.assertThat(answer.statusCode()).as("%s", operation).isEqualTo(403);
                softly.assertThat(answer.contentType()).startsWith("application/problem+json");
                softly.assertThat(answer.<String>path("detail"))
                        .as("%s", operation)
                        .contains("token needs");
                softly.assertThat(sandbox.count(null, ".*"))
                        .as("calls of %s", operation)
                        .isZero();
            }
        }
        softly.assertAll();
    }

    @Test
    void no_operation_answers_without_a_token_or_with_a_false_one() throws IOException {
        JwtClaims old = issuer.claims("staff", "subscribe", "deposit:any", "review:comment", "account:read");
        old.setExpirationTimeMinutesInTheFuture(-60);
        var softly = new SoftAssertions();
        for (Operation operation : operations()) {
            softly.assertThat(send(RestAssured.given(), operation).statusCode())
                    .as("%s", operation)
                    .isEqualTo(401);
            softly.assertThat(send(RestAssured.given().auth().oauth2(issuer.sign(old)), operation)
                            .statusCode())
                    .as("%s", operation)
                    .isEqualTo(401);
        }
        softly.assertAll();
    }

    private RequestSpecification as(Role role) {
        JwtClaims claims = issuer.claims("staff", role.roles.split(" ", -1));
        // Limits are for each client.
        claims.setStringClaim("azp", "client-" + UUID.randomUUID());
        return RestAssured.given().auth().oauth2(issuer.sign(claims));
    }

    private static Response send(RequestSpecification request, Operation operation) {
        request.header("Idempotency-Key", UUID.randomUUID());
        if (operation.mediaType != null) {
            request.contentType(operation.mediaType).body("{}".getBytes(UTF_8));
        }
        return request.request(operation.method, operation.path);
    }
}
