package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest extends SandboxTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String REFRESH =
            "grant_type=refresh_token&client_id=c&client_secret=s3cret&refresh_token=r3fresh";

    @Test
    void aRefreshTokenIsExchangedForAnAccessTokenThatExpires() throws IOException {
        control.tokenLife(60);
        HttpResponse<byte[]> response = send("POST", "/v2/token", REFRESH, "Content-Type", FORM);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject issued = new JsonObject(text(response));
        assertThat(issued.getInteger("expires_in")).isEqualTo(60);
        assertThat(issued.getString("refresh_token")).isNotEmpty();
        assertThat(issued.getString("token")).isEqualTo(issued.getString("access_token"));
        String header = "token " + issued.getString("access_token");
        assertThat(object("/v2/account", "Authorization", header).getLong("id")).isEqualTo(1495600);
        now = now.plusSeconds(59);
        assertThat(object("/v2/token", "Authorization", header).getInteger("expires_in"))
                .isEqualTo(1);
        now = now.plusSeconds(1);
        assertThat(get("/v2/account", "Authorization", header).statusCode()).isEqualTo(403);
    }

    @Test
    void requestsForServiceTokensAreRedirectedToTheProvider() throws IOException {
        HttpResponse<byte[]> response = send("POST", "/sandbox/token", "grant_type=password", "Content-Type", FORM);

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).hasValue("http://127.0.0.1:1/token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"grant_type\":\"client_credentials\",\"client_id\":\"c\",\"client_secret\":\"s\"}",
                "200 | {\"grant_type\":\"password\",\"client_id\":\"c\",\"client_secret\":\"s\",\"username\":\"u\",\"password\":\"p\"}",
                "400 | {\"grant_type\":\"refresh_token\",\"client_id\":\"c\",\"client_secret\":\"s\"}",
                "400 | {\"grant_type\":\"refresh_token\",\"refresh_token\":\"r\"}",
                "400 | {\"grant_type\":\"magic\",\"client_id\":\"c\",\"client_secret\":\"s\"}",
                "400 | {}",
                "400 | nonsense"
            })
    void everyFailureIs400(int status, String body) throws IOException {
        HttpResponse<byte[]> response = send("POST", "/v2/token", body, "Content-Type", "application/json");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(control.count("POST", "/v2/token")).isEqualTo(1);
    }

    @Test
    void noSecretIsLogged() throws IOException {
        send("POST", "/v2/token", REFRESH, "Content-Type", FORM);
        send(
                "POST",
                "/v2/token",
                "{\"grant_type\":\"password\",\"password\":\"s3cret\"}",
                "Content-Type",
                "application/json");
        assertThat(control.received("POST", "/v2/token"))
                .hasSize(2)
                .allSatisfy(received ->
                        assertThat(received.body()).contains("grant_type").doesNotContain("s3cret", "r3fresh"));
    }
}
