package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.SandboxControl.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultControlTest extends SandboxTest {

    private static final String ITEM = "/v2/articles/2000001";

    @Test
    void chanceSelectsTheSameRequestsForTheSameSeed() throws IOException {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            var fault = control.fault("error").chance(0.3, 7).start();
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                statuses.add(get(ITEM).statusCode());
            }
            assertThat(fault.applied()).isBetween(3, 25);
            fault.stop();
            runs.add(statuses);
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 500);
    }

    @Test
    void theTenFileCutCanBeRemoved() throws IOException {
        send("DELETE", "/sandbox/faults/1", "");
        assertThat(object("/v2/articles/2000007").getJsonArray("files")).hasSize(25);
        control.clearFaults();
        assertThat(object("/v2/articles/2000007").getJsonArray("files")).hasSize(10);
    }

    @Test
    void aFaultAppliesToMatchingRequestsForItsNumberOfTimes() throws IOException {
        var fault = control.fault("error")
                .on("/v2/articles/2000001")
                .method("GET")
                .times(1)
                .start();
        assertThat(get("/v2/articles/2000002").statusCode()).isEqualTo(200);
        assertThat(get(ITEM).statusCode()).isEqualTo(500);
        assertThat(get(ITEM).statusCode()).isEqualTo(200);
        assertThat(fault.applied()).isEqualTo(1);
        fault.stop();
        assertThat(array("/sandbox/faults")).hasSize(1);
    }

    @Test
    void onlyOneFaultReplacesAnAnswer() throws IOException {
        control.fault("error").status(500).times(1).start();
        control.fault("error").status(502).times(1).start();
        assertThat(get(ITEM).statusCode()).isEqualTo(500);
        assertThat(get(ITEM).statusCode()).isEqualTo(502);
        assertThat(get(ITEM).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"tantrum\"}",
                "{}",
                "{\"kind\":\"slow\",\"often\":3}",
                "{\"kind\":\"slow\",\"path\":\"(\"}",
                "{\"kind\":\"error\",\"status\":200}",
                "{\"kind\":\"slow\",\"times\":0}",
                "{\"kind\":\"slow\",\"chance\":1.5}",
                "{\"kind\":\"slow\",\"chance\":-1}",
                "nonsense"
            })
    void anInvalidFaultIsRejected(String body) throws IOException {
        assertThat(send("POST", "/sandbox/faults", body).statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownKindIsAnsweredWithTheKnownKinds() throws IOException {
        assertThat(text(send("POST", "/sandbox/faults", "{\"kind\":\"tantrum\"}")))
                .contains("waf-challenge", "odd-types");
    }

    @Test
    void requestsAreLoggedBeforeFaultsAndWithoutTheToken() throws IOException {
        control.fault("error").start();
        get(ITEM + "?a=b", "Authorization", "token secret");
        send("POST", "/v2/articles/search", "{\"search_for\":\"kelp\"}");
        get("/ndownloader/files/1");
        assertThat(control.count(null, null)).isEqualTo(3);
        Received received = control.received("GET", "/v2/articles/\\d+").getFirst();
        assertThat(received.query()).isEqualTo("a=b");
        assertThat(received.headers()).containsEntry("authorization", "***");
        assertThat(control.received("POST", ".*").getFirst().body()).contains("kelp");
        control.clearLog();
        assertThat(control.count(null, null)).isZero();
    }

    @Test
    void aBodyLargerThanOneMegabyteIsRejected() throws IOException {
        assertThat(send("POST", "/v2/articles/search", "x".repeat(1024 * 1024 + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(control.count("POST", "/v2/articles/search")).isEqualTo(1);
    }
}
