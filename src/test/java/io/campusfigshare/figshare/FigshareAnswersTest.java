package io.campusfigshare.figshare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the parsing of Retry-After. */
class FigshareAnswersTest {

    @Test
    void retryAfterInSeconds() {
        assertThat(FigshareAnswers.retryAfter("120")).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void retryAfterAsADate() {
        var inAMinute = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1).format(DateTimeFormatter.RFC_1123_DATE_TIME);

        assertThat(FigshareAnswers.retryAfter(inAMinute)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
    }

    @Test
    void pastDateIsNoWait() {
        assertThat(FigshareAnswers.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).isEqualTo(Duration.ZERO);
    }

    /** Otherwise a deposit, for instance, could wait for days. */
    @ParameterizedTest
    @ValueSource(strings = {"3601", "999999", "99999999999999999999", "Fri, 31 Dec 2100 23:59:59 GMT"})
    void retryAfterIsAtMostAnHour(String value) {
        assertThat(FigshareAnswers.retryAfter(value)).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "-1", "soon", "1.5"})
    void malformedRetryAfterIsIgnored(String value) {
        assertThat(FigshareAnswers.retryAfter(value)).isNull();
    }
}
