package io.campusfigshare.catalogue.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Müller|muller",
                "MÜLLER|muller",
                "Mu\u0308ller|muller",
                "Weiß|weiss",
                "Łukasz Ørsted|lukasz orsted",
                "Æsa Œuvrard Þóra Đặng|aesa dang oeuvrard thora",
                "İpek Işık|ipek isik",
                "Σοφός ΣΟΦΟΣ|σοφοσ",
                "Пётр|петр",
                "Ｊｏ ﬁ|fi jo",
                "李 小龙|小龙 李",
                "Henry 8th|8th henry",
                "al al AL|al"
            })
    void caseAndAccentsDoNotCount(String text, String words) {
        assertThat(String.join(" ", NameWords.of(text))).isEqualTo(words);
        assertThat(NameWords.ofName(text)).isEqualTo(NameWords.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O'Brien|brien o obrien",
                "O’Brien|brien o obrien",
                "Kaʻiulani|iulani ka kaiulani",
                "Smith-Jones|jones smith smithjones",
                "J.R.|j jr r"
            })
    void aNameIsFoundByItsPartsAndAsAWhole(String name, String words) {
        assertThat(String.join(" ", NameWords.ofName(name))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%", "_", "\\", "'", "\"", ":*", "&|!()", "\u0000", "\u0301", "\uD800"})
    void textWithoutLettersAndDigitsHasNoWords(String text) {
        assertThat(NameWords.of(text)).isEmpty();
        assertThat(NameWords.ofName(text)).isEmpty();
        assertThat(NameWords.prefixes(NameWords.of(text))).isEmpty();
    }

    @Test
    void noWordIsTooLongForPostgreSql() {
        assertThat(NameWords.of("ﷺ".repeat(200) + "𝒳".repeat(300)))
                .isNotEmpty()
                .allMatch(word -> word.codePointCount(0, word.length()) <= 100);
    }
}
