package io.campusfigshare.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccountResourceTest extends InstitutionTest {

    private static final String ACCOUNTS = "/v1/accounts";
    private static final String MAREN = "moakhurst@westmark.example";
    private static final long MARENS_ACCOUNT = 1495601;
    private static final String READ = "account:read";

    @Inject
    DataSource database;

    @BeforeEach
    void known() {
        sandbox.reset();
        syncs.departments();
        syncs.people();
    }

    private RequestSpecification as(String... roles) {
        JwtClaims claims = issuer.claims("staff", roles);
        claims.setStringClaim("azp", "client-" + UUID.randomUUID());
        return RestAssured.given().urlEncodingEnabled(false).auth().oauth2(issuer.sign(claims));
    }

    @Test
    void an_account_has_its_quota_department_and_items_and_neither_number_nor_address() {
        String body = as(READ).queryParam("q", MAREN)
                .get(ACCOUNTS)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("total", equalTo(1))
                .body("asOf", notNullValue())
                .body("items[0].campusId", equalTo(MAREN))
                .body("items[0].name", equalTo("Maren Oakhurst"))
                .body("items[0].orcid", containsString("https://orcid.org/"))
                .body("items[0].department.code", equalTo("BIO"))
                .body("items[0].active", equalTo(true))
                .body("items[0].quota", notNullValue())
                .body("items[0].usedQuota", notNullValue())
                .body("items[0].items", greaterThan(0))
                .extract()
                .asString();
        assertThat(body).doesNotContain(Long.toString(MARENS_ACCOUNT));
    }

    @Test
    void the_quota_that_is_used_follows_figshare() {
        sandbox.changeAccount(MARENS_ACCOUNT, "{\"quota\": 1000, \"used_quota\": 900}");
        syncs.people();

        as(READ).get(ACCOUNTS + "?q=oak%20mar")
                .then()
                .body("items[0].quota", equalTo(1000))
                .body("items[0].usedQuota", equalTo(900));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"0\""})
    void an_account_that_is_not_active_is_listed_as_such(String inactive) {
        sandbox.changeAccount(MARENS_ACCOUNT, "{\"active\": " + inactive + "}");
        syncs.people();

        as(READ).get(ACCOUNTS + "?active=false&size=100").then().body("items.campusId", hasItem(MAREN));
        as(READ).get(ACCOUNTS + "?active=true&size=100")
                .then()
                .body("items.campusId", not(hasItem(MAREN)))
                .body("items.active", everyItem(equalTo(true)));
    }

    @Test
    void a_department_has_the_accounts_of_those_below_it() {
        List<String> ofBiology =
                as(READ).get(ACCOUNTS + "?department=bio&size=100").jsonPath().getList("items.campusId");
        List<String> all = as(READ).get(ACCOUNTS + "?size=100").jsonPath().getList("items.campusId");

        assertThat(ofBiology)
                .contains(MAREN, "ykelpenny@westmark.example")
                .doesNotContain("tfennimore@westmark.example");
        assertThat(all).containsAll(ofBiology).contains("tfennimore@westmark.example");
        as(READ).get(ACCOUNTS + "?department=NONE")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("total", equalTo(0));
    }

    @Test
    void a_role_for_a_department_shows_its_accounts_only() {
        String biology = READ + ":department:BIO";
        List<String> seen = as(biology).get(ACCOUNTS + "?size=100").jsonPath().getList("items.campusId");

        assertThat(seen)
                .isEqualTo(as(READ).get(ACCOUNTS + "?department=BIO&size=100")
                        .jsonPath()
                        .getList("items.campusId"));
        as(biology).get(ACCOUNTS + "?q=tfennimore@westmark.example").then().body("total", equalTo(0));
        as(READ + ":department:NONE").get(ACCOUNTS).then().statusCode(200).body("items", empty());
    }

    @Test
    void other_roles_and_none_are_refused() {
        RestAssured.get(ACCOUNTS).then().statusCode(401);
        as("deposit:any", "subscribe").get(ACCOUNTS).then().statusCode(403).body("detail", containsString(READ));
        as(READ + ":department:").get(ACCOUNTS).then().statusCode(403);
    }

    @Test
    void accounts_are_csv_on_request_and_so_is_no_account() {
        String header = "campusId,name,orcid,department,departmentName,active,quota,usedQuota,items\r\n";
        sandbox.changeAccount(MARENS_ACCOUNT, "{\"first_name\": \"=cmd\", \"last_name\": \"O\\\"ak, hurst\"}");
        syncs.people();

        assertThat(as(READ).accept("text/csv")
                        .get(ACCOUNTS + "?q=" + MAREN)
                        .then()
                        .statusCode(200)
                        .contentType("text/csv;charset=UTF-8")
                        .extract()
                        .asString())
                .startsWith(header)
                .contains("\"'=cmd O\"\"ak, hurst\"");
        assertThat(as(READ).get(ACCOUNTS + "?format=csv&q=nobody").asString()).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"active=yes", "page=0", "size=1001", "format=xml", "departments=BIO", "q=%00", "department=a%00"
            })
    void wrong_and_unknown_parameters_are_refused(String query) {
        as(READ).get(ACCOUNTS + "?" + query).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "%27%3A*", "%F0%9F%98%80", "*", "%20", "a%26b"})
    void any_text_can_be_searched_for(String q) {
        as(READ).get(ACCOUNTS + "?q=" + q).then().statusCode(200);
    }

    @Test
    void each_request_is_audited_and_calls_nothing() throws SQLException {
        sandbox.clearLog();
        long before = audited();

        as(READ).get(ACCOUNTS).then().statusCode(200);

        assertThat(audited()).isEqualTo(before + 1);
        assertThat(sandbox.count(null, ".*accounts.*")).isZero();
    }

    private long audited() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select count(*) from audit where action = 'list accounts'")) {
            found.next();
            return found.getLong(1);
        }
    }

    @Test
    void pages_follow_one_another() {
        List<String> all = as(READ).get(ACCOUNTS + "?size=100").jsonPath().getList("items.name");
        as(READ).get(ACCOUNTS + "?size=1&page=2").then().body("items.name", contains(all.get(1)));
        as(READ).get(ACCOUNTS + "?size=1&format=csv&q=oak%20mar").then().header("Link", nullValue());
        as(READ).get(ACCOUNTS + "?format=csv&page=1&size=1&active=true")
                .then()
                .header(
                        "Link",
                        matchesPattern("<http.*/v1/accounts\\?format=csv&size=1&active=true&page=2>; rel=\"next\""));
    }
}
