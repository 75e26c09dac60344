package io.campusfigshare.crosswalk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.figshare.ItemType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the terms of info:eu-repo. */
class EuRepoTest {

    private static final String SEMANTICS = "info:eu-repo/semantics/";
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    void everyTypeHasATerm() {
        List<String> terms = List.of(
                "article", "preprint", "book", "bookPart", "conferenceObject", "lecture", "review", "report", "other");

        for (ItemType type : ItemType.values()) {
            assertThat(terms.stream().map(SEMANTICS::concat))
                    .as(type.text())
                    .contains(EuRepo.type(item(Map.of("type", type.text()))));
        }
        assertThat(EuRepo.type(item(Map.of("type", "journal contribution")))).isEqualTo(SEMANTICS + "article");
        assertThat(EuRepo.type(item(Map.of("type", "dataset")))).isEqualTo(SEMANTICS + "other");
        assertThat(EuRepo.type(item(Map.of("type", "something new")))).isEqualTo(SEMANTICS + "other");
        assertThat(EuRepo.type(item(Map.of()))).isEqualTo(SEMANTICS + "other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Degree|Doctor of Philosophy (PhD)|doctoralThesis",
                "Qualification level|Doctoral|doctoralThesis",
                "Qualification name|Ph.D.|doctoralThesis",
                "Name of degree|DPhil|doctoralThesis",
                "Thesis type|Master's by research|masterThesis",
                "degree|MSc|masterThesis",
                "Degree|M.Phil.|masterThesis",
                "Degree|Bachelor of Arts|bachelorThesis",
                "Degree|B.Sc.|bachelorThesis",
                "Degree|Diploma|other",
                "Degree|Doctoral or master's|other",
                "Degree|''|other",
                "Supervisor|A Master|other"
            })
    void degreeOfAThesisIsRecognized(String field, String value, String term) {
        for (Object told : List.of(value, List.of(value))) {
            assertThat(EuRepo.type(item(Map.of("type", "thesis", "customFields", Map.of(field, told)))))
                    .isEqualTo(SEMANTICS + term);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // funder, title, grant | expected identifier
                "European Commission|Kelp, under Horizon 2020|706028|EC/H2020/706028",
                "European Research Council|-|H2020 ERC-2014-StG-638241|EC/H2020/638241",
                "EC|-|FP7-244909|EC/FP7/244909",
                "EU Seventh Framework Programme|Kelp|244909|EC/FP7/244909",
                "European Union|Horizon Europe|101094227|EC/HE/101094227",
                "European Commission|-|HORIZON-MSCA-2021-101094227|EC/HE/101094227",
                "Wellcome Trust|-|info:eu-repo/grantAgreement/WT//089276|WT//089276",
                "-|-|info:eu-repo/grantAgreement/EC/FP7/283595/EU//OpenAIREplus|EC/FP7/283595/EU//OpenAIREplus",
                "-|-|info:eu-repo/grantAgreement/WT|-",
                "European Commission|-|706028|-",
                "European Commission|Horizon 2020|-|-",
                "European Commission|Horizon 2020|1234567|-",
                "European Commission|FP7 and H2020|706028|-",
                "European Commission|H2020|706028 and 706029|-",
                "National Science Foundation|Horizon 2020|706028|-",
                "-|Horizon 2020|706028|-"
            })
    void grantNeedsFunderProgrammeAndNumber(
            @Nullable String funder, @Nullable String title, @Nullable String grant, @Nullable String told) {
        var funding = new HashMap<String, @Nullable Object>();
        funding.put("funder", funder);
        funding.put("title", title);
        funding.put("grant", grant);

        assertThat(EuRepo.grants(item(Map.of("funding", List.of(funding, Map.of("funder", "Harrow Trust"), funding)))))
                .isEqualTo(told == null ? List.of() : List.of("info:eu-repo/grantAgreement/" + told));
    }

    @Test
    void emptyItemHasNoGrantsAccessOrEmbargo() {
        assertThat(EuRepo.grants(item(Map.of()))).isEmpty();
        assertThat(EuRepo.grants(item(Map.of("funding", List.of())))).isEmpty();
        assertThat(EuRepo.access(null)).isNull();
        assertThat(EuRepo.embargoEnd(item(Map.of()))).isNull();
    }

    @Test
    void onlyAnEmbargoedItemHasAnEmbargoEnd() {
        for (AccessLevel access : AccessLevel.values()) {
            Item item = item(Map.of(
                    "access",
                    access.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    "embargo",
                    Map.of("until", "2040-02-03T23:59:59Z")));

            assertThat(EuRepo.embargoEnd(item))
                    .isEqualTo(access == AccessLevel.EMBARGOED ? "info:eu-repo/date/embargoEnd/2040-02-03" : null);
        }
        assertThat(Arrays.stream(AccessLevel.values()).map(EuRepo::access))
                .containsExactly(
                        SEMANTICS + "openAccess",
                        SEMANTICS + "embargoedAccess",
                        SEMANTICS + "restrictedAccess",
                        SEMANTICS + "closedAccess");
    }

    private static Item item(Map<String, Object> fields) {
        var all = new HashMap<>(fields);
        all.put("id", 1);
        all.put("url", "u");
        return JSON.convertValue(all, Item.class);
    }
}
