package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeededArticlesTest {

    private static final Map<Long, Item> ITEMS = SeededArticles.all();

    @Test
    void everyGeneratedFileHasItsMd5() {
        for (Item item : ITEMS.values()) {
            item.files()
                    .filter(file -> file.getValue("is_link_only") != Boolean.TRUE)
                    .filter(file -> file.getLong("id") != 3074543 && file.getValue("supplied_md5") != null)
                    .forEach(file -> assertThat(FileContent.md5(FileContent.of(file)))
                            .isEqualTo(file.getString("supplied_md5"))
                            .isEqualTo(file.getString("computed_md5")));
        }
    }

    @Test
    void fileIdsAreUnique() {
        List<Long> ids = ITEMS.values().stream()
                .flatMap(Item::files)
                .map(file -> file.getLong("id"))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyOrcidHasAValidChecksum() {
        List<String> orcids = Seeds.list("accounts").stream()
                .map(account -> account.getString("orcid_id"))
                .filter(orcid -> !orcid.isEmpty())
                .toList();
        assertThat(orcids).hasSize(3).allMatch(SeededArticlesTest::isOrcid);
    }

    @Test
    void accountIdsDifferFromUserIds() {
        assertThat(Seeds.list("accounts"))
                .hasSize(6)
                .allSatisfy(account -> assertThat(account.getLong("id")).isNotEqualTo(account.getLong("user_id")));
    }

    @Test
    void theSeedHasAllKindsOfEmbargoes() {
        assertThat(record(2000010).getString("embargo_type")).isEqualTo("file");
        assertThat(Timestamps.of(record(2000010), "embargo_date")).isAfter(Instant.parse("2098-01-01T00:00:00Z"));
        assertThat(record(2000010).getJsonArray("files")).isEmpty();
        assertThat(ITEMS.get(2000011L).isPublic()).isFalse();
        assertThat(record(2000012).getValue("embargo_date")).isNull();
        assertThat(record(2000012)
                        .getJsonArray("embargo_options")
                        .getJsonObject(0)
                        .getString("type"))
                .isEqualTo("ip_range");
        assertThat(record(2000013).getBoolean("is_confidential")).isTrue();
        assertThat(record(2000014).getBoolean("is_metadata_record")).isTrue();
    }

    @Test
    void theSeedHasGrantsMaterialsAndCustomFields() {
        assertThat(record(2000016).getJsonArray("funding_list")).hasSize(2);
        assertThat(record(2000016).getJsonArray("related_materials")).hasSize(2);
        assertThat(Item.objects(record(2000017), "custom_fields").map(field -> field.getValue("value")))
                .containsExactly(
                        "400 MHz spectrometer", new JsonArray().add("NMR").add("Raman"), "");
        assertThat(record(2000018).getString("title")).contains("<script>", "onclick");
        assertThat(record(2000018).getString("description")).contains("javascript:", "&ndash;");
        String title = record(2000029).getString("title");
        assertThat(title.codePointCount(0, title.length())).isEqualTo(1000).isLessThan(title.length());
        assertThat(record(2000030).getString("figshare_url")).startsWith("https://research.westmark.example/");
    }

    @Test
    void theSeedOmitsKeysAsFigshareDoes() {
        assertThat(record(2000019).fieldNames()).contains("keywords").doesNotContain("tags");
        assertThat(record(2000039).fieldNames()).contains("tags").doesNotContain("keywords");
        assertThat(record(2000020).fieldNames())
                .doesNotContain("files", "folder_structure", "custom_fields", "group_id");
        assertThat(record(2000023).fieldNames()).contains("references").doesNotContain("related_materials");
        assertThat(record(2000026).fieldNames()).doesNotContain("license");
    }

    @Test
    void theSeedHasIrregularValuesAsFigshareDoes() {
        assertThat(record(2000021).getValue("is_public")).isEqualTo(1);
        assertThat(record(2000021).getValue("size")).isEqualTo("1234");
        assertThat(record(2000022).getString("published_date")).doesNotEndWith("Z");
        assertThat(record(2000024).getJsonArray("authors").getJsonObject(0).fieldNames())
                .doesNotContain("first_name", "last_name");
        assertThat(record(2000025).getJsonArray("files").getJsonObject(0).getValue("download_url"))
                .isNull();
        assertThat(record(2000027).getJsonObject("license").getInteger("value")).isEqualTo(12);
        assertThat(record(2000028).getInteger("defined_type")).isZero();
    }

    @Test
    void seededDraftsAreNotPublic() {
        assertThat(ITEMS.get(8351662L).isPublic()).isFalse();
        assertThat(ITEMS.get(8260098L).isPublic()).isFalse();
        assertThat(ITEMS.get(8365555L).isPublic()).isTrue();
        assertThat(record(8351662).getJsonObject("timeline")).isEmpty();
    }

    private static JsonObject record(long id) {
        return ITEMS.get(id).latest();
    }

    static boolean isOrcid(String text) {
        return text.matches("(\\d{4}-){3}\\d{3}[0-9X]") && checksum(text) == text.charAt(18);
    }

    // The check digit follows ISO 7064 MOD 11-2.
    private static char checksum(String orcid) {
        int total = 0;
        for (char digit : orcid.substring(0, 18).replace("-", "").toCharArray()) {
            total = (total + Character.digit(digit, 10)) * 2;
        }
        int check = (12 - total % 11) % 11;
        return check == 10 ? 'X' : (char) ('0' + check);
    }
}
