package io.campusfigshare.catalogue.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.article.ModifiedPage;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.figshare.guard.CallPriority;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More items than one page of Figshare, and lists that would need hundreds of calls without a catalogue. */
@QuarkusTest
class LargeInstitutionTest extends InstitutionTest {

    /** Without an ORCID iD: known by the number of the author. */
    private static final String PIET = "1000106";

    @Inject
    Pool database;

    @Inject
    Catalogue catalogue;

    @Inject
    Articles articles;

    private long first;

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
    }

    /** Other tests are faster with few items. */
    @AfterEach
    void forgotten() {
        sandbox.reset();
        database.query(
                        "delete from harvest where item >= %1$d; delete from change where item >= %1$d; delete from item where id >= %1$d"
                                .formatted(first))
                .executeAndAwait();
    }

    @Test
    void aProfileWith40ItemsAndADepartmentWith300CauseNoCall() {
        syncs.people();
        int held = total("/v1/items?department=4205");
        int his = total("/v1/people/" + PIET + "/items");
        first = sandbox.generate(300, """
                {"group_id": 4205, "authors": [{"id": 5999999, "full_name": "Imre Vask", "first_name": "Imre",
                  "last_name": "Vask", "is_active": true, "url_name": "Imre_Vask", "orcid_id": ""}]}
                """);
        for (long id = first; id < first + 40; id++) {
            sandbox.change(id, """
                    {"authors": [{"id": %s, "full_name": "Piet van Larkspur", "first_name": "Piet",
                      "last_name": "van Larkspur", "is_active": true, "url_name": "Piet_van_Larkspur", "orcid_id": ""}]}
                    """.formatted(PIET));
        }
        syncs.items();
        syncs.departments();
        sandbox.clearLog();

        RestAssured.get("/v1/people/" + PIET).then().statusCode(200).body("items", equalTo(his + 40));
        RestAssured.get("/v1/people/" + PIET + "/items?size=100")
                .then()
                .statusCode(200)
                .body("items", hasSize(his + 40))
                .body("items.citation", everyItem(notNullValue()));
        for (int page = 1; page <= 3; page++) {
            RestAssured.get("/v1/departments/4205/items?size=100&page=" + page)
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(held + 300))
                    .body("items", hasSize(100));
        }

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @Test
    void anExpiredCursorLosesNoItems() {
        first = sandbox.generate(1_050, "{}");
        // A page ends among the last hundred; to read all the others as well would only take longer.
        keptAsListed(first + 10, first + 950);
        var expired = sandbox.fault("cursor-expired").on("/v2/articles").start();

        syncs.items();

        assertThat(expired.applied()).isPositive();
        assertThat(total("/v1/items?modified-since=2000-01-01")).isGreaterThanOrEqualTo(1_050);
        assertThat(LongStream.range(first, first + 1_050).filter(id -> !kept(id)))
                .isEmpty();
    }

    /** The items from the one number to before the other are in the catalogue, as new as Figshare lists them. */
    private void keptAsListed(long from, long end) {
        List<ModifiedPage.Entry> listed = new ArrayList<>();
        ModifiedPage.each(
                (since, page, cursor) -> articles.modified(42, since, page, cursor, CallPriority.SYNC)
                        .await()
                        .indefinitely(),
                null,
                listed::add);
        listed.removeIf(entry -> entry.id() < from || entry.id() >= end);
        database.preparedQuery(
                        "insert into item select copy.* from item, unnest($1::bigint[], $2::timestamptz[]) as listed (id, modified),"
                                + " jsonb_populate_record(item, to_jsonb(listed)) as copy where item.id = 2000001")
                .executeAndAwait(Tuple.of(
                        listed.stream().map(ModifiedPage.Entry::id).toArray(Long[]::new),
                        listed.stream()
                                .map(ModifiedPage.Entry::at)
                                .map(Database::utc)
                                .toArray(OffsetDateTime[]::new)));
        assertThat(listed).hasSize((int) (end - from));
    }

    private boolean kept(long id) {
        return catalogue.item(id).await().indefinitely().isPresent();
    }

    @Test
    void aSearchWithManyMatchesRanksTheLatestAndListsAll() {
        first = sandbox.generate(230, "{\"description\": \"<p>A numbat was seen.</p>\"}");
        long early = first + 3;
        long late = first + 100;
        sandbox.change(early, "{\"title\": \"Numbats\"}");
        sandbox.change(late, "{\"title\": \"Numbats\"}");
        syncs.items();
        List<Long> all = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            all.addAll(ids("/v1/items?q=numbat&size=90&page=" + page));
        }

        assertThat(total("/v1/items?q=numbat")).isEqualTo(230);
        assertThat(all).hasSize(230).doesNotHaveDuplicates().startsWith(late);
        // Its title would have made it the second.
        assertThat(all.indexOf(early)).isEqualTo(226);
        assertThat(all.subList(200, 230)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ids("/v1/items?q=numbat&size=20&page=11")).isEqualTo(all.subList(200, 220));
        assertThat(followed("/v1/items?q=numbat&size=70&after=" + new ListCursor(0, "9").text()))
                .isEqualTo(all);
    }

    private static List<Long> followed(String path) {
        List<Long> ids = new ArrayList<>();
        for (String page = path; page != null; ) {
            Response answer = get(page);
            ids.addAll(answer.jsonPath().getList("items.id", Long.class));
            var next = Pattern.compile("<[^>]*(/v1/items[^>]*)>; rel=\"next\"").matcher(answer.header("Link"));
            page = next.find() ? next.group(1) : null;
        }
        return ids;
    }

    private static List<Long> ids(String path) {
        return get(path).jsonPath().getList("items.id", Long.class);
    }

    private static int total(String path) {
        return RestAssured.get(path).jsonPath().getInt("total");
    }
}
