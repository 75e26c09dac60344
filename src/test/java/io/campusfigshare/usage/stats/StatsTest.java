package io.campusfigshare.usage.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes of the answers of Stats (FACTS section 5). */
class StatsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"timeline\":{\"2015-11\":4,\"2015-02\":\"1\"}}", "{\"2015-11\":4,\"2015-02\":1}"})
    void aSeriesIsReadWrappedOrBareAndInOrder(String answer) throws JsonProcessingException {
        assertThat(StatsApi.periods(json(answer)).entrySet())
                .extracting(Object::toString)
                .containsExactly("2015-02=1", "2015-11=4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"timeline\":null}", "{\"timeline\":{}}", "{\"timeline\":{\"2015\":0}}"})
    void emptyAnswerHasNoPeriods(String answer) throws JsonProcessingException {
        assertThat(StatsApi.periods(json(answer))).isEmpty();
    }

    @Test
    void spellingsOfUnknownAreMerged() throws JsonProcessingException {
        assertThat(StatsApi.countries(json("""
                        {"breakdown": {
                            "2016": {"Unkown": {"total": 3, "Unkown": 3}, "Unknown": {"total": 2, "Unknown": 2}},
                            "2017": {"Unkown": {"total": 5}, "Netherlands": {"Unknown": 1, "total": 2, "Venlo": 1}}}}
                        """))).containsOnly(entry("Unknown", 10L), entry("Netherlands", 2L));
    }

    @Test
    void countryWithoutTotalIsTheSumOfItsCities() throws JsonProcessingException {
        assertThat(StatsApi.countries(
                        json("{\"breakdown\":{\"total\":{\"Chile\":{\"Arica\":1,\"Unknown\":4},\"Peru\":2}}}")))
                .containsEntry("Chile", 5L)
                .containsEntry("Peru", 2L);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
