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

/**
 * Answers that are not kept, and that there are in another type than JSON, too.
 */
@Singleton
public class Negotiated {

    private static final int BLOCK = 16 * 1024;

    private final ObjectMapper json;

    Negotiated(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The body as JSON, or what else is made of it.
     *
     * @param headers besides those of every such answer
     */
    public RestResponse<Buffer> answer(
            Negotiation.Offer wanted, Object body, Supplier<String> other, Map<String, String> headers) {
        boolean asJson = wanted.equals(Negotiation.Offer.JSON);
        var answer = RestResponse.ResponseBuilder.ok(
                        Buffer.buffer(asJson ? written(body) : other.get()),
                        asJson
                                ? MediaType.APPLICATION_JSON_TYPE
                                : MediaType.valueOf(wanted.type()).withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept");
        headers.forEach(answer::header);
        return answer.build();
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
