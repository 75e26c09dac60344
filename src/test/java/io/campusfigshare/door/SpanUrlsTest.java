package io.campusfigshare.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "url.full, https://f.example/v2/account/articles/7?impersonate=1495601, https://f.example/v2/account/articles/7",
        "url.full, https://f.example/v2/account/institution/accounts/1495601, https://f.example/v2/account/institution/accounts/-",
        "url.full, https://f.example/v2/account/institution/accounts?email=a%40b.example&page=1, https://f.example/v2/account/institution/accounts",
        "url.path, /v1/people/moakhurst@westmark.example/items, /v1/people/-/items",
        "url.path, /v1/people/moakhurst%40westmark.example, /v1/people/-",
        "url.path, /v1/items/123456, /v1/items/123456",
        "url.query, depositor=moakhurst@westmark.example, ''",
        "user_agent.original, curl/8, curl/8"
    })
    void spansContainNoAccountsAndEmailAddresses(String attribute, String before, String after) {
        assertThat(started(attribute, before)).isEqualTo(after);
    }

    private static @Nullable String started(String attribute, String value) {
        try (var provider =
                SdkTracerProvider.builder().addSpanProcessor(new SpanUrls()).build()) {
            var span = provider.get("test")
                    .spanBuilder("GET")
                    .setAttribute(attribute, value)
                    .startSpan();
            return ((ReadableSpan) span).getAttribute(AttributeKey.stringKey(attribute));
        }
    }
}
