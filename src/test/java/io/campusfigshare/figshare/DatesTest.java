package io.campusfigshare.figshare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the formats of Figshare's dates. */
class DatesTest {

    @ParameterizedTest
    @CsvSource({
        "2012-06-27T00:57:36Z, 2012-06-27T00:57:36Z",
        "2012-06-27T00:57:36, 2012-06-27T00:57:36Z",
        "2012-06-27 00:57:36, 2012-06-27T00:57:36Z",
        "2012-06-27T00:57:36+02:00, 2012-06-26T22:57:36Z",
        "2012-06-27T00:57:36.123456Z, 2012-06-27T00:57:36.123456Z",
        "2012-06-27, 2012-06-27T00:00:00Z"
    })
    void everyFormatBecomesUtc(String text, Instant utc) {
        assertThat(Dates.utc(text)).isEqualTo(utc);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0", "soon", "0000-00-00", "2012-13-45T00:00:00Z", "a very long sentence"})
    void invalidDateIsNull(String text) {
        assertThat(Dates.utc(text)).isNull();
    }
}
