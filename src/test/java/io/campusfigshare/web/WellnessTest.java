package io.campusfigshare.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.StringReader;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellnessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UP   | {"name":"catalogue","status":"UP","data":{"filled":true,"secondsSinceSync":7,"mark":"2026-06-10T14:37:00Z"}} | Up to date
            UP   | {"name":"catalogue","status":"UP","data":{"filled":true,"secondsSinceSync":901,"mark":"2026-06-10T14:37:00Z"}} | Catching up with Figshare
            UP   | {"name":"catalogue","status":"UP","data":{"filled":false,"secondsSinceSync":-1,"mark":"null"}} | The catalogue is being filled
            DOWN | {"name":"catalogue","status":"UP","data":{"filled":true,"secondsSinceSync":901,"mark":"null"}} | Figshare does not answer
            DOWN | {"name":"catalogue","status":"DOWN","data":{"database":"out of reach"}} | The catalogue is out of reach
            UP   | {"name":"catalogue","status":"UP","data":{"institution":"none"}} | Figshare answers
            """)
    void the_checks_become_a_few_words(String figshare, String catalogue, String words) {
        String health = "{\"checks\":[{\"name\":\"figshare\",\"status\":\"%s\"},%s]}".formatted(figshare, catalogue);

        Wellness wellness =
                Wellness.of(Json.createReader(new StringReader(health)).readObject());

        assertThat(wellness.words()).isEqualTo(words);
        assertThat(wellness.lastChange())
                .isEqualTo(catalogue.contains("2026") ? Instant.parse("2026-06-10T14:37:00Z") : null);
    }
}
