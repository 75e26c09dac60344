package io.campusfigshare.door;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Removes account numbers and email addresses from the URLs in spans. They occur in queries, and in some paths. */
@Singleton
class SpanUrls implements SpanProcessor {

    private static final AttributeKey<String> SENT = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");

    private static final Pattern PRIVATE =
            Pattern.compile("\\?.*|(?<=/accounts/)[^/?]+|(?<=/)[^/?]*(@|%40)[^/?]*", Pattern.CASE_INSENSITIVE);

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        clean(span, SENT);
        clean(span, PATH);
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, "");
        }
    }

    private static void clean(ReadWriteSpan span, AttributeKey<String> key) {
        @Nullable String url = span.getAttribute(key);
        if (url != null) {
            span.setAttribute(key, redact(url));
        }
    }

    static String redact(String url) {
        return PRIVATE.matcher(url).replaceAll(found -> found.group().startsWith("?") ? "" : "-");
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // The attributes that are set later contain no URLs.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
