package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpersonationTest extends AccountSandboxTest {

    @Test
    void aTokenActsAsTheAdministrator() throws IOException {
        assertThat(read("/v2/account").getLong("id")).isEqualTo(ADMINISTRATOR);
        assertThat(read("/v2/account?impersonate=" + TOBIAS).getLong("id")).isEqualTo(TOBIAS);
    }

    @Test
    void aCreateImpersonatesTheAccountInTheBody() throws IOException {
        long id = create(MAREN, "Ants on slopes");
        JsonObject article = read(article(id, MAREN));
        assertThat(article.getLong("account_id")).isEqualTo(MAREN);
        assertThat(article.getLong("group_id")).isEqualTo(4202);
        assertThat(article.getString("group_resource_id")).isEqualTo("BIO");
        assertThat(names(article)).containsExactly("Maren Oakhurst");
        assertThat(call("GET", article(id, TOBIAS)).statusCode()).isEqualTo(404);
        assertThat(call("GET", ARTICLES + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void impersonateInTheQueryOfAPostIsIgnored() throws IOException {
        JsonObject created = new JsonObject(text(assertStatus(
                call("POST", ARTICLES + "?impersonate=" + MAREN, new JsonObject().put("title", "Stray")), 201)));
        assertThat(read(ARTICLES + "/" + created.getLong("entity_id")).getLong("account_id"))
                .isEqualTo(ADMINISTRATOR);
    }

    @Test
    void impersonateInTheBodyOfADeleteIsIgnored() throws IOException {
        long id = create(MAREN, "Kept");
        assertThat(call("DELETE", ARTICLES + "/" + id, as(MAREN)).statusCode()).isEqualTo(404);
        assertStatus(call("DELETE", article(id, MAREN)), 204);
        assertThat(call("GET", article(id, MAREN)).statusCode()).isEqualTo(404);
    }

    // The last two accounts are an inactive one and one that may not be impersonated.
    @ParameterizedTest
    @ValueSource(longs = {1, 1000101, 1495607, 1495610})
    void otherAccountsCannotBeImpersonated(long account) throws IOException {
        assertRejected(call("GET", ARTICLES + "?impersonate=" + account), 403, "impersonate");
        assertRejected(call("POST", ARTICLES, as(account).put("title", "Never")), 403, "impersonate");
    }

    @Test
    void anAuthorIdMayBeTheAccountIdOfAnotherPerson() throws IOException {
        long ines = 1000103;
        assertThat(read("/v2/account?impersonate=" + ines).getString("last_name"))
                .isEqualTo("Ravelin");
    }

    @Test
    void anImpersonatedAccountIsNoAdministrator() throws IOException {
        assertRejected(call("GET", "/v2/account/institution/accounts?impersonate=" + MAREN), 403, "permission");
    }

    @Test
    void theImpersonateIgnoredFaultActsAsTheAdministrator() throws IOException {
        long id = create(MAREN, "Survives");
        control.fault("impersonate-ignored").method("DELETE").start();
        assertThat(call("DELETE", article(id, MAREN)).statusCode()).isEqualTo(404);
        assertThat(read(article(id, MAREN)).getLong("account_id")).isEqualTo(MAREN);
    }

    @Test
    void accountsAreSearchedAndFiltered() throws IOException {
        assertThat(Seeds.objects(readAll("/v2/account/institution/accounts?is_active=0")))
                .singleElement()
                .satisfies(account -> assertThat(account.getLong("id")).isEqualTo(1495607));
        JsonObject byOrcid = new JsonObject().put("search_for", "0009-0099-0042-0085");
        assertThat(text(call("POST", "/v2/account/institution/accounts/search", byOrcid)))
                .contains("1495608", "1495609");
        String part = "/v2/account/institution/accounts?institution_user_id=OAKHURST@westmark.example";
        assertThat(readAll(part)).isEmpty();
        control.fault("loose-filter").start();
        assertThat(readAll(part)).hasSize(1);
    }
}
