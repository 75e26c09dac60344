package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file keeps the whole name that was sent, or is refused. */
@QuarkusTest
class FileNamesTest extends FileTest {

    private static final byte[] FIRST = "first".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.UTF_8);

    @Test
    void names_that_differ_after_a_semicolon_are_two_files() {
        String deposit = deposit("Versions");

        put(deposit, "data;v1.csv", FIRST).then().statusCode(201);
        put(deposit, "data;v2.csv", SECOND).then().statusCode(201);

        assertThat(stored(deposit))
                .extracting(file -> file.getString("name"), file -> file.getLong("size"))
                .containsExactlyInAnyOrder(
                        tuple("data;v1.csv", (long) FIRST.length), tuple("data;v2.csv", (long) SECOND.length));
        anybody().delete(deposit + "/files/data;v1.csv").then().statusCode(204);
        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly("data;v2.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "a;b=c;d.csv, a;b=c;d.csv",
        "a%3Bb.csv, a;b.csv",
        "%3B.csv, ;.csv",
        "a+b.csv, a+b.csv",
        "a%2Bb.csv, a+b.csv",
        "100%25;%2520.csv, 100%;%20.csv",
        "%C3%BCbung;%f0%9f%90%9f.csv, übung;🐟.csv",
        "a%2Eb.csv, a.b.csv"
    })
    void a_file_keeps_the_name_that_was_sent(String sent, String meant) {
        String deposit = deposit("Named");

        put(deposit, sent, FIRST).then().statusCode(201);

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly(meant);
        assertThat(file(deposit, sent).getString("name")).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%ff%fe.csv",
                "%c0%ae",
                "a%2Fb.csv",
                "a%5Cb.csv",
                "a%00",
                "a%0Ab",
                "invoice%E2%80%AEfdp.exe",
                "a%E2%80%8Bb.csv",
                "%EF%BB%BFa.csv",
                "a%C2%ADb.csv",
                "a%E2%81%A6b.csv",
                "a%F3%A0%81%81b.csv",
                "a%E2%80%A8b.csv",
                "a%EE%80%80b.csv",
                "a%EF%B7%90b.csv",
                "a.csv%C2%A0",
                "%E3%80%80a.csv"
            })
    void an_invalid_name_is_refused(String sent) {
        String deposit = deposit("Refused");

        put(deposit, sent, FIRST).then().statusCode(400).contentType("application/problem+json");

        assertThat(stored(deposit)).isEmpty();
    }

    @Test
    void two_unicode_forms_of_a_name_are_one_file() {
        String deposit = deposit("Composed");

        put(deposit, "Mu%CC%88ller.csv", FIRST).then().statusCode(201).body("name", equalTo("M\u00fcller.csv"));
        put(deposit, "M%C3%BCller.csv", SECOND).then().statusCode(200).body("name", equalTo("M\u00fcller.csv"));

        assertThat(stored(deposit))
                .extracting(file -> file.getString("name"), file -> file.getLong("size"))
                .containsExactly(tuple("M\u00fcller.csv", (long) SECOND.length));
        assertThat(file(deposit, "Mu%CC%88ller.csv").getLong("size")).isEqualTo(SECOND.length);
        anybody().delete(deposit + "/files/Mu%CC%88ller.csv").then().statusCode(204);
        assertThat(stored(deposit)).isEmpty();
    }

    @Test
    void a_file_at_figshare_with_another_unicode_form_is_the_same() {
        String deposit = deposit("By hand");
        putByHand(deposit, "Mu\u0308ller.csv");

        assertThat(file(deposit, "M%C3%BCller.csv").getString("name")).isEqualTo("Mu\u0308ller.csv");
        put(deposit, "M%C3%BCller.csv", FIRST).then().statusCode(201);

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly("M\u00fcller.csv");
    }

    @ParameterizedTest
    @CsvSource({"Data.csv, data.CSV", "%C3%9Cbung.csv, %C3%BCbung.csv", "%C3%9Cbung.csv, u%CC%88bung.csv"})
    void a_name_that_differs_only_in_case_is_taken(String first, String second) {
        String deposit = deposit("Capitals");
        put(deposit, first, FIRST).then().statusCode(201);

        put(deposit, second, SECOND)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", endsWith(":file-name-taken"))
                .body("detail", containsString(file(deposit, first).getString("name")));

        assertThat(stored(deposit)).hasSize(1);
        put(deposit, first, SECOND).then().statusCode(200);
        anybody().delete(deposit + "/files/" + first).then().statusCode(204);
        put(deposit, second, SECOND).then().statusCode(201);
    }

    @Test
    void a_name_that_differs_only_in_case_from_one_at_figshare_is_taken() {
        String deposit = deposit("Capitals by hand");
        putByHand(deposit, "README.txt");

        put(deposit, "readme.txt", FIRST).then().statusCode(409).body("type", endsWith(":file-name-taken"));

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly("README.txt");
        assertThat(anybody().get(deposit + "/files").<Integer>path("total")).isOne();
        put(deposit, "README.txt", FIRST).then().statusCode(201);
    }

    /** Names that Windows cannot store are accepted, because other systems can. */
    @ParameterizedTest
    @ValueSource(strings = {"CON", "aux.csv", "trail.", "14:30.csv"})
    void a_name_that_is_invalid_on_windows_is_accepted(String name) {
        String deposit = deposit("Elsewhere");

        put(deposit, name, FIRST).then().statusCode(201).body("name", equalTo(name));
    }

    /** Adds a file as the person would in Figshare's own pages. */
    private void putByHand(String deposit, String name) {
        RestAssured.given()
                .header("Authorization", "token x")
                .contentType("application/json")
                .body(new JsonObject()
                        .put("name", name)
                        .put("size", 5)
                        .put("impersonate", MARENS_ACCOUNT)
                        .encode())
                .post(figshare() + "/account/articles/" + anybody().get(deposit).path("item") + "/files")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%2e", "%2E%2E", "a/", "a/b"})
    void a_path_without_a_valid_name_is_not_found(String sent) {
        String deposit = deposit("Nowhere");

        put(deposit, sent, FIRST).then().statusCode(404).contentType("application/problem+json");
    }
}
