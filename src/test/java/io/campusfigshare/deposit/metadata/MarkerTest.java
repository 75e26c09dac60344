package io.campusfigshare.deposit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {

    private static final UUID DEPOSIT = UUID.fromString("6f1d3c5a-0b7e-4f7a-9a51-d0c3f6b2e814");
    private static final String MARKER = Marker.of(DEPOSIT);

    @Test
    void a_marker_identifies_its_deposit() {
        assertThat(MARKER).startsWith("campus-figshare:" + DEPOSIT + ":");
        assertThat(Marker.deposit(record("tides", MARKER))).contains(DEPOSIT);
    }

    @Test
    void a_marker_is_found_in_keywords_and_tags() {
        ObjectNode record = Given.json("{}");
        record.putArray("tags").add(MARKER);

        assertThat(Marker.deposit(record)).contains(DEPOSIT);
        assertThat(Marker.without(record)).isEmpty();
    }

    @Test
    void a_marker_is_found_in_another_case_and_with_white_space() {
        ObjectNode record = record("  " + MARKER.toUpperCase(Locale.ROOT) + "\t", "Tides");

        assertThat(Marker.deposit(record)).contains(DEPOSIT);
        assertThat(Marker.without(record)).isEqualTo(Given.array("['Tides']"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "campus-figshare",
                "campus-figshare:6f1d3c5a-0b7e-4f7a-9a51-d0c3f6b2e814",
                "campus-figshare:6f1d3c5a-0b7e-4f7a-9a51-d0c3f6b2e814:00000000",
                "campus-figshare:not-a-deposit:00000000"
            })
    void other_keywords_are_not_markers(String word) {
        assertThat(Marker.deposit(record(word))).isEmpty();
        assertThat(Marker.without(record(word))).isEqualTo(Given.array("[" + Given.quoted(word) + "]"));
    }

    @Test
    void a_record_without_keywords_has_no_marker() {
        assertThat(Marker.deposit(Given.json("{}"))).isEmpty();
        assertThat(Marker.deposit(Given.json("{'keywords': null, 'tags': ''}"))).isEmpty();
        assertThat(Marker.deposit(record())).isEmpty();
    }

    @Test
    void a_create_has_the_marker_and_at_most_a_hundred_keywords() {
        ObjectNode asked = record(IntStream.range(0, 100).mapToObj(n -> "k" + n).toArray(String[]::new));

        ObjectNode sent = Marker.on(asked, DEPOSIT);

        assertThat(sent.path("keywords")).hasSize(100);
        assertThat(sent.path("keywords").path(0).asText()).isEqualTo(MARKER);
        assertThat(Marker.without(asked)).hasSize(100);
    }

    private static ObjectNode record(String... keywords) {
        ObjectNode record = Given.json("{}");
        var list = record.putArray("keywords");
        for (String keyword : keywords) {
            list.add(keyword);
        }
        return record;
    }
}
