package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.SandboxControl.Owned;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost create is found by its title if Figshare does not keep markers and titles are permitted. */
@QuarkusTest
class TitledDraftsTest extends DepositsOnlyTest {

    private static final String CREATES = "/v2/account/articles";

    @BeforeEach
    void withoutMarkers() {
        sandbox.fault("keywords-dropped").start();
        recoveries.checkMarkers();
        sandbox.clearLog();
    }

    @AfterEach
    void withMarkers() {
        sandbox.clearFaults();
        recoveries.checkMarkers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-answer", "reset"})
    void a_lost_create_is_found_by_its_title(String fault) {
        sandbox.fault(fault).on(CREATES).method("POST").times(1).start();
        String title = "By its title after " + fault;
        String key = UUID.randomUUID().toString();

        soon().until(() -> anybody()
                        .header("Idempotency-Key", key)
                        .contentType("application/json")
                        .body(asked(title).encode())
                        .post("/v1/deposits")
                        .statusCode()
                == 201);

        assertThat(sandbox.accountArticles(title)).extracting(Owned::account).containsExactly(MARENS_ACCOUNT);
        assertThat(sandbox.received("POST", CREATES))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.body()).doesNotContain("campus-figshare:"));
    }
}
