package io.campusfigshare.httpcache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** Responses that are not cached: JSON or one other representation, and streams. */
@Singleton
public class UncachedResponses {

    private static final int GZIP_BUFFER = 16 * 1024;

    private final ObjectMapper json;

    UncachedResponses(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Returns a response in the negotiated representation.
     *
     * @param body    the object, for JSON
     * @param other   writes the object in the other representation
     * @param headers headers in addition to those of every uncached response
     */
    public RestResponse<Buffer> answer(
            Negotiation.Offer negotiated, Object body, Supplier<String> other, Map<String, String> headers) {
        boolean asJson = negotiated.equals(Negotiation.Offer.JSON);
        var answer = RestResponse.ResponseBuilder.ok(
                        Buffer.buffer(asJson ? toJson(body) : other.get()),
                        asJson
                                ? MediaType.APPLICATION_JSON_TYPE
                                : MediaType.valueOf(negotiated.type()).withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept");
        headers.forEach(answer::header);
        return answer.build();
    }

    /** Returns a response whose body is written while it is sent, with gzip if the client accepts it. */
    public static RestResponse<StreamingOutput> stream(HttpHeaders headers, MediaType type, StreamingOutput body) {
        boolean gzip = Negotiation.gzip(headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        var answer = RestResponse.ResponseBuilder.<StreamingOutput>ok(gzip ? out -> compress(body, out) : body, type)
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept-Encoding");
        return (gzip ? answer.header("Content-Encoding", "gzip") : answer).build();
    }

    private static void compress(StreamingOutput body, OutputStream out) throws IOException {
        var gzip = new GZIPOutputStream(out, GZIP_BUFFER);
        body.write(gzip);
        gzip.finish();
        gzip.flush();
    }

    private String toJson(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
