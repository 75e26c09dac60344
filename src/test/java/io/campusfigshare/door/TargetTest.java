package io.campusfigshare.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, AS_SENT",
        "/v1/items, AS_SENT",
        "/v1/items/.a, AS_SENT",
        "/v1/items/a..b, AS_SENT",
        "/v1/items/..., AS_SENT",
        "/v1/people/J%C3%BCrgen%20A, AS_SENT",
        "/v1/people/a%2Fb, AS_SENT",
        "/v1/people/a%2F%2Fb, AS_SENT",
        "/v1/people/100%25, AS_SENT",
        "/v1/dois/https://doi.org/10.1/a, AS_SENT",
        "/v1/dois/10.1/a//b/, AS_SENT",
        "/docs/, AS_SENT",
        "/v1/files/a;b, REWRITTEN",
        "/v1/%69tems, REWRITTEN",
        "/v1/people/%252e, AS_SENT",
        "/v1/items/, NOT_CANONICAL",
        "//, NOT_CANONICAL",
        "/v1//items, NOT_CANONICAL",
        "/v1/./items, NOT_CANONICAL",
        "/v1/items/.., NOT_CANONICAL",
        "/v1/items/%2E., NOT_CANONICAL",
        "/v1/dois/10.1/../b, NOT_CANONICAL",
        "/v1/dois//, NOT_CANONICAL",
        "/docs//, NOT_CANONICAL",
        "/v1/items/%, MALFORMED",
        "/v1/items/%4, MALFORMED",
        "/v1/items/%zz, MALFORMED",
        "/v1/items/%ff%fe, MALFORMED",
        "/v1/items/%c0%ae, MALFORMED",
        "/v1/items/%ed%a0%80, MALFORMED",
        "/v1/items/%c3, MALFORMED",
        "/v1/items/%00, MALFORMED",
        "/v1/items/a%0d%0ab, MALFORMED",
        "/v1/items/%c2%85, MALFORMED",
        "/v1/items/ü, MALFORMED"
    })
    void pathsAreCheckedStrictly(String path, RequestTarget.Result result) {
        assertThat(RequestTarget.check(path, null)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "q=a+b&x=%C3%BC, AS_SENT",
        "q=a/../b//, AS_SENT",
        "q=a%0Ab, AS_SENT",
        "q=a;size=1, REWRITTEN",
        "q=%zz, MALFORMED",
        "%zz=1, MALFORMED",
        "q=%, MALFORMED",
        "q=%ff, MALFORMED",
        "q=ü, MALFORMED"
    })
    void queriesAreCheckedStrictly(String query, RequestTarget.Result result) {
        assertThat(RequestTarget.check("/v1/items", query)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"/v1/a;b, , /v1/a%3Bb", "/v1/%61%2f%7E%c3%bc, , /v1/a%2f~%c3%bc", "/v1/a, q=1;2&r=3, /v1/a?q=1%3B2&r=3"
    })
    void theCanonicalTargetIsEquivalent(String path, String query, String canonical) {
        assertThat(RequestTarget.canonical(path, query)).isEqualTo(canonical);
        assertThat(RequestTarget.canonical(canonical, null)).isEqualTo(canonical);
    }
}
