package io.campusfigshare.sandbox.articles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.sandbox.articles.Search.And;
import io.campusfigshare.sandbox.articles.Search.Field;
import io.campusfigshare.sandbox.articles.Search.Not;
import io.campusfigshare.sandbox.articles.Search.Or;
import io.campusfigshare.sandbox.articles.Search.Text;
import io.campusfigshare.sandbox.http.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParserTest {

    private static final Text ANT = new Text(List.of("ant"));
    private static final Text MOTH = new Text(List.of("moth"));
    private static final Text LAMP = new Text(List.of("lamp"));

    @Test
    void aSpaceMeansOr() {
        assertThat(SearchParser.parse("ants moths")).isEqualTo(new Or(List.of(ANT, MOTH)));
        assertThat(SearchParser.parse("ants OR moths")).isEqualTo(new Or(List.of(ANT, MOTH)));
    }

    @Test
    void andBindsTighterThanOr() {
        assertThat(SearchParser.parse("ants OR moths AND lamps"))
                .isEqualTo(new Or(List.of(ANT, new And(List.of(MOTH, LAMP)))));
    }

    @Test
    void parenthesesGroupExpressions() {
        assertThat(SearchParser.parse("(ants moths) AND lamps"))
                .isEqualTo(new And(List.of(new Or(List.of(ANT, MOTH)), LAMP)));
    }

    @Test
    void notExcludes() {
        And without = new And(List.of(ANT, new Not(MOTH)));
        assertThat(SearchParser.parse("ants NOT moths")).isEqualTo(without);
        assertThat(SearchParser.parse("ants AND NOT moths")).isEqualTo(without);
        assertThat(SearchParser.parse("NOT moths")).isEqualTo(new Not(MOTH));
    }

    @Test
    void aPhraseIsOneOperand() {
        assertThat(SearchParser.parse("\"Moths AND lamps\"")).isEqualTo(new Text(List.of("moth", "and", "lamp")));
    }

    @Test
    void aFieldAppliesToTheNextWordOrPhrase() {
        Field tag = new Field(SearchField.TAG, "light pollution");
        assertThat(SearchParser.parse(":tag: \"light pollution\"")).isEqualTo(tag);
        assertThat(SearchParser.parse(":TAG:\"light pollution\" ants")).isEqualTo(new Or(List.of(tag, ANT)));
        assertThat(SearchParser.parse(":orcid: 0000-0002-1825-0097"))
                .isEqualTo(new Field(SearchField.ORCID, "0000-0002-1825-0097"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "(ants", "ants)", "\"ants", "AND ants", "ants AND", ":title:", ":nofield: x", "()"})
    void invalidExpressionsAreRejected(String text) {
        assertThatThrownBy(() -> SearchParser.parse(text))
                .isInstanceOfSatisfying(
                        Rejection.class,
                        rejection -> assertThat(rejection.status()).isEqualTo(422));
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(1000) + "ants" + ")".repeat(1000);
        assertThatThrownBy(() -> SearchParser.parse(deep)).hasMessageContaining("too deeply");
    }
}
