package io.campusfigshare.crosswalk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.item.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks how authors' names are split. */
class NameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // whole, first, last, ORCID iD, citation | family, given
                "Maren Oakhurst|Maren|Oakhurst|-|-|Oakhurst|Maren",
                "Ludwig van Beethoven|Ludwig|van Beethoven|-|-|van Beethoven|Ludwig",
                "Aristotle|Aristotle|-|-|-|Aristotle|-",
                "Yunyan Deng|-|-|-|Deng, Yunyan; Yao, Jianting (2016): X.|Deng|Yunyan",
                "Ana de la Cruz|-|-|-|de la Cruz, Ana (2016): X.|de la Cruz|Ana",
                "Gabriel García Márquez|-|-|-|García Márquez, Gabriel (2016): X.|García Márquez|Gabriel",
                "National Science Foundation|-|-|-|National Science Foundation (2016): X.|-|-",
                "Jan van der Berg|-|-|https://orcid.org/0000-0002-1825-0097|-|van der Berg|Jan",
                "Plato|-|-|https://orcid.org/0000-0002-1825-0097|-|Plato|-"
            })
    void nameIsSplitIntoFamilyAndGiven(
            String whole,
            @Nullable String first,
            @Nullable String last,
            @Nullable String orcid,
            @Nullable String citation,
            @Nullable String family,
            @Nullable String given) {
        var mapper = new ObjectMapper();
        var author = new HashMap<String, @Nullable Object>();
        author.put("name", whole);
        author.put("firstName", first);
        author.put("lastName", last);
        author.put("orcid", orcid);
        var item = new HashMap<String, @Nullable Object>(Map.of("id", 1, "url", "u", "authors", List.of(author)));
        item.put("citation", citation);

        AuthorName name = AuthorName.of(mapper.convertValue(item, Item.class)).getFirst();

        assertThat(name.family()).isEqualTo(family);
        assertThat(name.given()).isEqualTo(given);
        assertThat(name.fullName()).isEqualTo(whole);
    }
}
