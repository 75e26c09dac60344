package io.campusfigshare.httpcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|false",
                "gzip|true",
                "gzip, deflate, br|true",
                "br|false",
                "deflate, gzip;q=0.5|true",
                "gzip;q=0|false",
                "gzip;q=0.0|false",
                "gzip ; q=0.000, *|false",
                "*|true",
                "*;q=0|false",
                "identity|false",
                "x-gzip|true",
                "gzippy|false",
                "gzippy, deflate|false"
            })
    void gzipOnlyWhereItIsAccepted(String acceptEncoding, boolean gzip) {
        assertThat(Negotiation.gzip(acceptEncoding)).isEqualTo(gzip);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|/v1/items",
                "''|/v1/items",
                "page=2|/v1/items?page=2",
                "page=2&a=1|/v1/items?a=1&page=2",
                "a=1&page=2|/v1/items?a=1&page=2"
            })
    void theOrderOfParametersMakesNoDifference(String query, String key) {
        assertThat(Negotiation.key("/v1/items", query)).isEqualTo(key);
    }
}
