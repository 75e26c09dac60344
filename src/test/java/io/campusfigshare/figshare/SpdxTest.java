package io.campusfigshare.figshare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the SPDX identifiers of licenses. */
class SpdxTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://creativecommons.org/licenses/by/4.0/, CC BY 4.0, CC-BY-4.0",
                "http://creativecommons.org/licenses/by-nc-nd/4.0/, CC BY-NC-ND 4.0, CC-BY-NC-ND-4.0",
                "https://creativecommons.org/licenses/by/3.0/au/, CC BY 3.0 AU, CC-BY-3.0-AU",
                "https://creativecommons.org/publicdomain/zero/1.0/, CC0, CC0-1.0",
                "https://opensource.org/licenses/MIT, MIT, MIT",
                "https://www.apache.org/licenses/LICENSE-2.0.html, Apache 2.0, Apache-2.0",
                "https://www.gnu.org/licenses/gpl-3.0.html, GPL 3.0+, GPL-3.0-or-later",
                "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html, GPL 2.0+, GPL-2.0-or-later",
                "https://www.gnu.org/copyleft/gpl.html, GPL, GPL-3.0-only",
                "https://example.org/in-house-terms, In house, -",
                "-, CC BY 4.0, -"
            })
    void identifierIsFoundByUrl(String url, String name, String spdx) {
        assertThat(Spdx.of(url, name)).isEqualTo(spdx);
    }
}
