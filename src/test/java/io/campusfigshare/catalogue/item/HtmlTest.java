package io.campusfigshare.catalogue.item;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>One.</p><p>Two.</p>|One.\\nTwo.",
                "One<br>Two|One\\nTwo",
                "<div><h3>Head</h3><p>Text</p></div>|Head\\nText",
                "E <10<sup>-5</sup> &amp; more|E <10-5 & more",
                "<ul><li>a</li><li>b</li></ul>|a\\nb",
                "  spaced&nbsp;&nbsp; out  |spaced out",
                "<script>alert(1)</script>text|text"
            })
    void textKeepsALineForEachParagraph(String html, String text) {
        assertThat(Html.text(html)).isEqualTo(text.replace("\\n", "\n"));
    }

    @Test
    void sanitisedKeepsEmphasisAndLinksOnly() {
        assertThat(Html.sanitised("<em onclick='x()'>a</em><img src=x onerror=y><a href='javascript:z'>b</a>"
                        + "<a href='https://example.org/'>c</a><style>p{}</style><iframe src=x></iframe>"))
                .isEqualTo(
                        "<em>a</em><a rel=\"nofollow\">b</a><a href=\"https://example.org/\" rel=\"nofollow\">c</a>");
    }

    @Test
    @Timeout(60)
    void aVeryLongDescriptionIsConvertedInLinearTime() {
        String html = "<p>word " + "<p>word ".repeat(200_000);

        assertThat(Html.text(html)).startsWith("word\nword\n").hasSize(200_001 * 5 - 1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "''", "'  '", "<p></p>", "<p>&nbsp;</p>"})
    void blankHtmlIsNull(String html) {
        assertThat(Html.text(html)).isNull();
        assertThat(Html.line(html)).isNull();
    }
}
