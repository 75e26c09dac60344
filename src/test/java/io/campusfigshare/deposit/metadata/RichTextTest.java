package io.campusfigshare.deposit.metadata;

import static io.campusfigshare.deposit.metadata.Given.found;
import static io.campusfigshare.deposit.metadata.Given.json;
import static io.campusfigshare.deposit.metadata.Given.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RichTextTest {

    private final Violations violations = new Violations();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Q&A: a < b|Q&A: a < b",
                "in <em onclick='x()'>E. coli</em> & more|in <em>E. coli</em> &amp; more",
                "x <img src=x onerror=y|x &lt;img src=x onerror=y",
                "safe <b>b</b><script>alert(1)</script>|safe <b>b</b>"
            })
    void unsafe_markup_is_removed_from_a_title(String given, String title) {
        assertThat(Metadata.of(json("{'title': " + quoted(given) + "}"), violations)
                        .title())
                .isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>a</p><script>x</script>|<p>a</p>",
                "<a href='javascript:x'>a</a>|<a rel=\"nofollow\">a</a>",
                "one & two\\n\\n three < four|<p>one &amp; two</p><p>three &lt; four</p>",
                "fish &amp; chips|fish &amp; chips"
            })
    void a_description_becomes_safe_html(String given, String description) {
        String body = "{'description': " + quoted(given.replace("\\n", "\n")) + "}";

        assertThat(Metadata.patch(json(body), violations).description()).isEqualTo(description);
    }

    @Test
    void a_description_that_is_too_long_as_html_is_refused() {
        Metadata.patch(json("{'description': '" + "&".repeat(20_000) + "'}"), violations);

        assertThat(found(violations)).containsExactly("/description is longer than 20,000 characters as HTML");
    }
}
