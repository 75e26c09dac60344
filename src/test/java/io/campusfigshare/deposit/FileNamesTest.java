package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file has the name that was sent, all of it, or is refused. */
@QuarkusTest
class FileNamesTest extends FileTest {

    private static final byte[] FIRST = "first".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.UTF_8);

    @Test
    void filesWhoseNamesDifferBehindASemicolonAreTwo() {
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
    void theNameIsWhatWasSent(String sent, String meant) {
        String deposit = deposit("Named");

        put(deposit, sent, FIRST).then().statusCode(201);

        assertThat(stored(deposit)).extracting(file -> file.getString("name")).containsExactly(meant);
        assertThat(file(deposit, sent).getString("name")).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%ff%fe.csv", "%c0%ae", "a%2Fb.csv", "a%5Cb.csv", "a%00", "a%0Ab"})
    void aNameThatCannotBeIsRefused(String sent) {
        String deposit = deposit("Refused");

        put(deposit, sent, FIRST).then().statusCode(400).contentType("application/problem+json");

        assertThat(stored(deposit)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%2e", "%2E%2E", "a/", "a/b"})
    void whatIsNoNameHasNoPath(String sent) {
        String deposit = deposit("Nowhere");

        put(deposit, sent, FIRST).then().statusCode(404).contentType("application/problem+json");
    }
}
