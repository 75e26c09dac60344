package io.campusfigshare.httpcache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Answers that are not kept, and that there are in another type than JSON, too. They are written here: asked for
 * {@code application/*}, the framework would choose a writer of its own, and not that of the type we name.
 */
@Singleton
public class Negotiated {

    private static final int BLOCK = 16 * 1024;

    private final ObjectMapper json;

    Negotiated(ObjectMapper json) {
        this.json = json;
    }

    /** JSON, unless who asks likes the other type better. */
    public RestResponse<String> answer(HttpHeaders headers, Object body, String type, Supplier<String> other) {
        MediaType otherType = MediaType.valueOf(type);
        boolean preferred = Negotiation.prefers(headers, otherType);
        return RestResponse.ResponseBuilder.ok(
                        preferred ? other.get() : written(body),
                        preferred ? otherType.withCharset("UTF-8") : MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept")
                .build();
    }

    /** What is written while it is sent; compressed on the way for who takes that. */
    public static RestResponse<StreamingOutput> streamed(HttpHeaders headers, MediaType type, StreamingOutput body) {
        boolean gzip = Negotiation.gzip(headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        var answer = RestResponse.ResponseBuilder.<StreamingOutput>ok(gzip ? out -> compressed(body, out) : body, type)
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept-Encoding");
        return (gzip ? answer.header("Content-Encoding", "gzip") : answer).build();
    }

    private static void compressed(StreamingOutput body, OutputStream out) throws IOException {
        var gzip = new GZIPOutputStream(out, BLOCK);
        body.write(gzip);
        gzip.finish();
        gzip.flush();
    }

    private String written(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
