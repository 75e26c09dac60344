package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that a mistyped environment variable, which would have no effect, is reported. */
class UnknownSettingsTest {

    private static final UnknownSettings SETTINGS = new UnknownSettings(Set.of(
            "CAMPUS_NAME",
            "CAMPUS_INSTITUTION_ID",
            "CAMPUS_CACHE_LIFETIMES_*_MAX_AGE",
            "FIGSHARE_STATS_PASSWORD",
            "FIGSHARE_PACE_MAX_WAIT"));

    @ParameterizedTest
    @CsvSource({
        "CAMPUS_INSTITUTON_ID, CAMPUS_INSTITUTION_ID",
        "CAMPUS_INSTITUTIONID, CAMPUS_INSTITUTION_ID",
        "FIGSHARE_STATS_PASWORD, FIGSHARE_STATS_PASSWORD",
        "CAMPUS_CACHE_LIFETIME_ITEM_MAX_AGE, CAMPUS_CACHE_LIFETIMES_*_MAX_AGE",
        "FIGSHARE_MAX_WAIT, FIGSHARE_PACE_MAX_WAIT",
    })
    void unknownVariableIsReportedWithTheMostSimilarSetting(String name, String nearest) {
        assertThat(environment(name, "8080"))
                .singleElement()
                .asString()
                .startsWith(name + " is not a setting: set " + nearest + " instead");
    }

    @ParameterizedTest
    @CsvSource({
        "CAMPUS_INSTITUTION_ID, 42",
        "CAMPUS_CACHE_LIFETIMES_ITEM_MAX_AGE, 1m",
        "QUARKUS_HTTP_PROT, 8080",
        "CAMPUSES, 2",
        "CAMPUS_FIGSHARE_SERVICE_HOST, 10.0.0.1",
        "CAMPUS_FIGSHARE_SERVICE_PORT_HTTP, 80",
        "CAMPUS_FIGSHARE_PORT, tcp://10.0.0.1:80",
        "CAMPUS_FIGSHARE_PORT_80_TCP_ADDR, 10.0.0.1",
    })
    void settingsAndOtherVariablesPass(String name, String value) {
        assertThat(environment(name, value)).isEmpty();
    }

    @Test
    void settingOfTheSandboxSaysWhichBuildHasIt() {
        assertThat(environment("FIGSHARE_SANDBOX_ENABLED", "true"))
                .containsExactly("FIGSHARE_SANDBOX_ENABLED needs a build with the sandbox: remove it, or use one made"
                        + " with ./mvnw package -Psandbox (docs/settings.md).");
    }

    @Test
    void valuesAreNotPrinted() {
        assertThat(environment("FIGSHARE_STATS_PASWORD", "s3same").getFirst()).doesNotContain("s3same");
    }

    private static List<String> environment(String name, String value) {
        return SETTINGS.errorsIn(Map.of(name, value));
    }
}
