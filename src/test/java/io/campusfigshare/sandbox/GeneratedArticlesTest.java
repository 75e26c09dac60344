package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedArticlesTest extends SandboxTest {

    private static final String BY_CHANGE = "/v2/articles?institution=42&order=modified_date&order_direction=asc";

    private static Instant later = Instant.parse("2026-11-01T12:00:00Z");

    // The sandbox remembers its latest modified date even after a reset, so each test needs an hour of its own.
    @BeforeEach
    void advanceClockByAnHour() {
        later = later.plusSeconds(3600);
        now = later;
    }

    @Test
    void generatedItemsAreListedOnceEachByCursor() throws IOException {
        long first = control.generate(2500, "{}");
        List<Long> walked = new ArrayList<>();
        HttpResponse<byte[]> page = get(BY_CHANGE + "&limit=1000");
        while (!new JsonArray(text(page)).isEmpty()) {
            walked.addAll(ids(new JsonArray(text(page))));
            page = get(BY_CHANGE + "&limit=1000", "X-Cursor", header(page, "X-Cursor"));
        }
        assertThat(walked)
                .hasSize(39 + 2500)
                .endsWith(LongStream.range(first, first + 2500).boxed().toArray(Long[]::new));
    }

    @Test
    void generatedItemsDifferAndAreConstant() throws IOException {
        long first = control.generate(200, "{}");
        List<JsonObject> entries = Seeds.objects(array(BY_CHANGE + "&limit=1000"))
                .filter(entry -> entry.getLong("id") >= first)
                .toList();
        assertThat(entries).extracting(entry -> entry.getString("title")).doesNotHaveDuplicates();
        assertThat(entries)
                .extracting(entry -> entry.getLong("group_id"))
                .containsOnly(4201L, 4202L, 4203L, 4204L, 4205L, 4206L);
        assertThat(entries)
                .extracting(entry -> entry.getString("published_date").substring(0, 4))
                .contains("2015", "2026");
        assertThat(object("/v2/articles/" + first)).isEqualTo(object("/v2/articles/" + first));
    }

    @Test
    void someAuthorsHaveAccounts() throws IOException {
        long first = control.generate(200, "{}");
        List<JsonObject> authors = new ArrayList<>();
        for (long id = first; id < first + 200; id++) {
            Item.objects(object("/v2/articles/" + id), "authors").forEach(authors::add);
        }
        assertThat(authors)
                .extracting(author -> author.getLong("id"))
                .anyMatch(id -> id < 1000107)
                .anyMatch(id -> id > 5000000);
        assertThat(authors.stream().map(author -> author.getString("orcid_id")).filter(orcid -> !orcid.isEmpty()))
                .hasSizeGreaterThan(200)
                .allMatch(SeededArticlesTest::isOrcid)
                .allMatch(orcid -> orcid.startsWith("0009-0099-"));
    }

    @Test
    void modifiedDatesAscendAndAreNotInTheFuture() throws IOException {
        control.change(2000001, modifiedAt(now.minusSeconds(600)));
        long first = control.generate(300, "{}");
        List<Instant> dates = modified(first, 300);
        assertThat(dates).isSorted().doesNotHaveDuplicates();
        assertThat(dates.getFirst()).isAfter(now.minusSeconds(600));
        assertThat(dates.getLast()).isEqualTo(now);
    }

    @Test
    void itemsShareSecondsIfTooFewHavePassed() throws IOException {
        control.change(2000001, modifiedAt(now.minusSeconds(10)));
        long first = control.generate(300, "{}");
        List<Instant> dates = modified(first, 300);
        assertThat(dates).isSorted();
        assertThat(dates.stream().distinct()).hasSize(10);
        assertThat(dates.getFirst()).isEqualTo(now.minusSeconds(9));
        assertThat(dates.getLast()).isEqualTo(now);
    }

    @Test
    void newItemsAreLaterThanEarlierOnesEvenAfterAReset() throws IOException {
        long earlier = control.generate(1500, "{}");
        Instant seen = modified(earlier + 1400, 100).getLast();
        control.reset();
        assertThat(get("/v2/articles/" + earlier).statusCode()).isEqualTo(404);
        long later = control.generate(1500, "{}");
        assertThat(later).isEqualTo(earlier + 1500);
        assertThat(modified(later, 1).getFirst()).isAfter(seen);
    }

    @Test
    void theBodyIsMergedIntoEach() throws IOException {
        long first = control.generate(300, """
                {"group_id":4203,"doi":null,"authors":[{"id":7,"full_name":"Ada Merrow","orcid_id":"0009-0099-0000-0012"}]}""");
        assertThat(ids(array("/v2/articles?group=4203&limit=1000&published_since=2014-01-01")))
                .contains(first, first + 299);
        assertThat(found(":author: \"Ada Merrow\" AND :group: 4203")).hasSize(300);
        assertThat(found(":orcid: 0009-0099-0000-0012")).hasSize(300);
        assertThat(object("/v2/articles/" + first).getValue("doi")).isNull();
    }

    @Test
    void aGeneratedItemIsChangedAndWithdrawnLikeAnyOther() throws IOException {
        long first = control.generate(2, "{}");
        JsonObject before = object("/v2/articles/" + first);
        control.change(first, "{\"title\":\"Changed\"}");
        JsonObject after = object("/v2/articles/" + first);
        assertThat(after.getString("modified_date")).isGreaterThan(before.getString("modified_date"));
        assertThat(after.put("modified_date", before.getString("modified_date")))
                .isEqualTo(before.put("title", "Changed"));
        control.withdraw(first + 1);
        assertThat(get("/v2/articles/" + (first + 1)).statusCode()).isEqualTo(404);
    }

    @Test
    void theFilesOfAGeneratedItemCanBeDownloaded() throws IOException {
        long id = control.generate(1, "{}");
        for (JsonObject file :
                Seeds.objects(array("/v2/articles/" + id + "/files")).toList()) {
            String stored = header(get("/v2/file/download/" + file.getLong("id")), "Location");
            assertThat(FileContent.md5(get(stored).body())).isEqualTo(file.getString("computed_md5"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "200001", "many"})
    void aCountOutOfBoundsIsRejected(String count) throws IOException {
        assertThat(send("POST", "/sandbox/articles?count=" + count, "{}").statusCode())
                .isEqualTo(422);
    }

    private static String modifiedAt(Instant date) {
        return new JsonObject().put("modified_date", date.toString()).encode();
    }

    private static List<Instant> modified(long first, int count) throws IOException {
        List<Instant> dates = new ArrayList<>();
        for (long id = first; id < first + count; id++) {
            dates.add(Timestamps.of(object("/v2/articles/" + id), "modified_date"));
        }
        return dates;
    }
}
