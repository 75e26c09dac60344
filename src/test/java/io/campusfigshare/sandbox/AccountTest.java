package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest extends SandboxTest {

    private static final String TOKEN = "token any";

    @Test
    void onlyTheDetailsOfAnAccountHaveItsGroup() throws IOException {
        JsonObject account = object("/v2/account/institution/accounts/1495602", "Authorization", TOKEN);
        assertThat(account.getString("institution_user_id")).isEqualTo("tfennimore@westmark.example");
        assertThat(account.getLong("group_id")).isEqualTo(4203);
        assertThat(array("/v2/account/institution/accounts", "Authorization", TOKEN)
                        .getJsonObject(1)
                        .fieldNames())
                .contains("user_id")
                .doesNotContain("group_id");
    }

    // 1000102 is the account owner's id as an author.
    @ParameterizedTest
    @ValueSource(strings = {"1", "1000102", "me"})
    void anUnknownAccountIsNotFound(String id) throws IOException {
        HttpResponse<byte[]> response = get("/v2/account/institution/accounts/" + id, "Authorization", TOKEN);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(text(response)).getString("code")).isEqualTo("EntityNotFound");
    }

    @Test
    void theCustomFieldsHaveTheirOptions() throws IOException {
        assertThat(Seeds.objects(array("/v2/account/institution/custom_fields", "Authorization", TOKEN)))
                .hasSize(6)
                .filteredOn(field -> field.getString("field_type").equals("dropdown"))
                .singleElement()
                .satisfies(
                        methods -> assertThat(methods.getJsonObject("settings").getJsonArray("options"))
                                .contains("Interviews", "Simulation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts/1495602", "custom_fields"})
    void accountsNeedAToken(String path) throws IOException {
        assertThat(get("/v2/account/institution/" + path).statusCode()).isEqualTo(403);
    }
}
