package io.campusfigshare.figshare.upload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareFailure.Kind;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.guard.Breaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls Figshare's upload host, which takes a file in parts that it chooses (FACTS 1.3). Whoever knows the address of an upload may write to it:
 * therefore the address appears in no log, metric or trace, only allowed hosts are called, and no credential is sent to them. The host has a circuit breaker
 * and a bulkhead of its own. It has no pace: Figshare's limit concerns the API (FACTS 4.3). Blocks the calling thread.
 */
@Singleton
public class UploadHost {

    private static final int CONNECT_MILLIS = 5_000;
    private static final long LOWEST_MIN_RATE = 1024;
    private static final long HIGHEST_MIN_RATE = 1L << 30;
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

    private final FigshareConfig config;
    private final ObjectMapper json;
    private final UploadAddresses addresses;
    private final UploadRequests requests;
    private final Breaker breaker;
    private final Tracer tracer;
    private final Semaphore bulkhead;

    UploadHost(
            FigshareConfig config,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox,
            FigshareHeaders headers,
            ObjectMapper json,
            Vertx vertx,
            MeterRegistry metrics,
            Tracer tracer) {
        long minRate = config.uploads().minRate().asLongValue();
        if (minRate < LOWEST_MIN_RATE || minRate > HIGHEST_MIN_RATE) {
            throw new IllegalArgumentException("figshare.uploads.min-rate must be 1K to 1G");
        }
        this.config = config;
        this.json = json;
        this.addresses = new UploadAddresses(config, sandbox);
        this.requests = new UploadRequests(
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(CONNECT_MILLIS)
                                // The spans of the client would contain the address.
                                .setTracingPolicy(TracingPolicy.IGNORE),
                        new PoolOptions().setHttp1MaxSize(config.uploads().maxConcurrent())),
                headers.userAgent(),
                config.timeout());
        this.breaker = new Breaker("uploads", Breaker.Origin.CALLERS, config.breaker(), metrics);
        this.tracer = tracer;
        this.bulkhead = new Semaphore(config.uploads().maxConcurrent(), true);
    }

    /** Supplies the bytes of a part. Each call of it starts at the next byte. */
    @FunctionalInterface
    public interface Bytes {

        /** Returns the next {@code length} bytes. */
        Buffer next(int length);
    }

    /**
     * Reads the state of an upload.
     *
     * @param size of the file in bytes, which the parts must cover
     * @throws FigshareFailure if the host does not answer, or with something else
     */
    public Upload upload(String address, long size) {
        URI upload = addresses.allowed(address);
        Buffer answer = call("GET upload", upload, config.timeout(), until -> requests.get(upload, until));
        try {
            return Upload.of(json.readTree(answer.getBytes()), size);
        } catch (IOException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /**
     * Sends the bytes of a part.
     *
     * @throws FigshareFailure {@code REFUSED} if somebody else is sending the part or has sent it; another kind if the host fails
     */
    public void send(String address, Upload.Part part, Bytes bytes) {
        URI upload = addresses.allowed(address);
        Duration longest = config.timeout()
                .plusSeconds(part.size() / config.uploads().minRate().asLongValue());
        call("PUT part", upload, longest, until -> {
            Buffer answer = requests.put(URI.create(upload + "/" + part.number()), part.size(), bytes, until);
            if (answer.length() > 0 && answer.getByte(0) == '<') {
                throw FigshareFailure.answered(Kind.BLOCKED, null, null); // An HTML page of a proxy.
            }
            return answer;
        });
    }

    private Buffer call(String operation, URI upload, Duration longest, LongFunction<Buffer> request) {
        if (!enters(longest)) {
            throw FigshareFailure.busy(RETRY_WHEN_FULL);
        }
        Span span = tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("server.address", upload.getHost())
                .startSpan();
        try {
            return breaker.run(
                    () -> {
                        breaker.countSent();
                        return request.apply(System.nanoTime() + longest.toNanos());
                    },
                    Buffer.class);
        } catch (FigshareFailure failed) {
            span.setStatus(StatusCode.ERROR, failed.type().name());
            throw failed;
        } finally {
            span.end();
            bulkhead.release();
        }
    }

    private boolean enters(Duration longest) {
        try {
            return bulkhead.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            throw UploadRequests.interrupted(stopping);
        }
    }
}
