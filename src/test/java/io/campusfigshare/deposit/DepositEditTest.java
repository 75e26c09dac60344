package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.SandboxControl.Received;
import io.campusfigshare.deposit.body.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits the metadata of deposits. */
@QuarkusTest
class DepositEditTest extends DepositRequests {

    @Test
    void an_edit_changes_only_the_given_members() {
        Response created = create(anybody(), key(), deposit(MAREN, "Before"));
        String url = location(created);
        String etag = anybody().get(url).header("ETag");

        anybody()
                .contentType("application/merge-patch+json")
                .header("If-Match", etag)
                .body("{\"metadata\": {\"title\": \"Afterwards\", \"keywords\": [\"tides\"]}}")
                .patch(url)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(etag)))
                .body("metadata.title", equalTo("Afterwards"))
                .body("metadata.keywords", equalTo(List.of("tides")))
                .body("metadata.description", notNullValue());

        // The first entry is the last call of the create.
        List<Received> patches = sandbox.received("PATCH", CREATES + "/\\d+");
        assertThat(patches).hasSize(2);
        assertThat(new JsonObject(patches.getLast().body()).fieldNames())
                .containsExactlyInAnyOrder("title", "keywords", "impersonate");
    }

    @Test
    void a_deposit_can_be_sent_back_as_read_and_only_differences_are_changed() {
        JsonObject complete = new JsonObject(Examples.PUBLISHED).put("depositor", MAREN);
        complete.remove("publish");
        complete.getJsonObject("metadata").put("timeline", new JsonObject().put("firstOnline", "2026-01-31"));
        String url = location(create(anybody(), key(), complete.encode()));
        JsonObject read = new JsonObject(anybody().get(url).asString());
        sandbox.clearLog();

        sent(url, read).then().statusCode(200);
        assertThat(sandbox.received("PATCH", ".*")).isEmpty();

        read.getJsonObject("metadata").put("title", "Tides, read and sent");
        sent(url, read).then().statusCode(200).body("metadata.title", equalTo("Tides, read and sent"));

        assertThat(sandbox.received("PATCH", CREATES + "/\\d+"))
                .extracting(edit -> new JsonObject(edit.body()).fieldNames())
                .containsExactly(Set.of("title", "impersonate"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"license": {"name": "CC0", "spdx": "CC0-1.0", "url": "https://x.example"}} | license
                    {"license": {"spdx": "MIT"}}                                                 | license
                    {"department": {"id": 4203, "name": "Of another name"}}                      | group_id
                    """)
    void an_object_is_identified_by_any_of_its_identifiers(String metadata, String changed) {
        String url = location(create(anybody(), key(), deposit(MAREN, "By name")));
        sandbox.clearLog();

        patch(url, metadata).then().statusCode(200);

        JsonObject edit = new JsonObject(
                sandbox.received("PATCH", CREATES + "/\\d+").getFirst().body());
        assertThat(edit.getLong(changed)).isPositive();
        assertThat(edit.fieldNames()).containsExactlyInAnyOrder(changed, "impersonate");
    }

    @Test
    void a_license_cannot_be_removed() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Licensed")));
        patch(url, "{\"license\": \"MIT\"}").then().statusCode(200);
        sandbox.clearLog();

        patch(url, "{\"license\": null}")
                .then()
                .statusCode(422)
                .body("detail", equalTo("/metadata/license: can be changed, but not removed."));

        assertThat(sandbox.received("PATCH", ".*")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    POST   | /private-links           | until
                    POST   | /doi                     | Send no body
                    POST   | /retry                   | Send no body
                    POST   | /publication             | Send no body
                    DELETE | /publication?reason=Wrong | reason
                    DELETE | ``                       | Send no body
                    """)
    void a_body_that_no_operation_reads_is_refused(String method, String path, String says) {
        String url = location(create(anybody(), key(), deposit(MAREN, "Without a body")));
        sandbox.clearLog();

        anybody()
                .header("Idempotency-Key", key())
                .body("{\"until\": \"2099-01-31\"}")
                .request(method, url + (path == null ? "" : path))
                .then()
                .statusCode(400)
                .body("type", endsWith(":body-not-read"))
                .body("detail", containsString(says));

        assertThat(sandbox.received("POST", ".*")).isEmpty();
        assertThat(sandbox.received("DELETE", ".*")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"title": "Bare"}           | /title          | {"metadata": {"title": …}}
                    {"keywords": null}          | /keywords       | {"metadata": {"keywords": …}}
                    {"state": "published"}      | /state          | cannot be changed by a patch
                    {"item": 2000005}           | /item           | cannot be changed by a patch
                    {"colour": "blue"}          | /colour         | is unknown
                    {"metadata": null}          | /metadata       | not removed
                    {"metadata": "Title"}       | /metadata       | must be an object
                    {"metadata": {"title": 1}}  | /metadata/title | must be a text
                    """)
    void an_edit_cannot_change_other_members_than_metadata(String patch, String pointer, String detail) {
        String url = location(create(anybody(), key(), deposit(MAREN, "Stays as it is")));
        sandbox.clearLog();

        anybody()
                .contentType("application/merge-patch+json")
                .body(patch)
                .patch(url)
                .then()
                .statusCode(422)
                .body("type", endsWith(":invalid-metadata"))
                .body("errors.pointer", equalTo(List.of(pointer)))
                .body("errors[0].detail", containsString(detail));

        assertThat(sandbox.received("PATCH", ".*")).isEmpty();
    }

    @Test
    void an_edit_with_an_old_etag_is_refused() {
        String url = location(create(anybody(), key(), deposit(MAREN, "Contested")));
        String etag = anybody().get(url).header("ETag");
        patch(url, "{\"title\": \"Somebody was faster\"}").then().statusCode(200);

        anybody()
                .contentType("application/merge-patch+json")
                .header("If-Match", etag)
                .body("{\"metadata\": {\"title\": \"Too late\"}}")
                .patch(url)
                .then()
                .statusCode(412);
        anybody().get(url).then().body("metadata.title", equalTo("Somebody was faster"));
    }

    private Response sent(String url, JsonObject deposit) {
        return anybody()
                .contentType("application/merge-patch+json")
                .body(deposit.encode())
                .patch(url);
    }
}
