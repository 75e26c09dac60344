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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Calls Figshare's upload host, which receives a file in parts of its own choice (FACTS 1.3). Everybody who knows the
 * address of an upload may write to it. Therefore the address is not in any log, metric or trace, only allowed hosts
 * are called, and they receive no credential and no cookie. The host has its own circuit breaker and bulkhead. It has
 * no pace, because Figshare's limit concerns the API (FACTS 4.3). Blocks the calling thread.
 */
@Singleton
public class UploadHost {

    private static final int CONNECT_MILLIS = 5_000;
    private static final long MIN_RATE = 1024;
    private static final long MAX_RATE = 1L << 30;
    private static final Duration RETRY_AFTER_BUSY = Duration.ofSeconds(5);

    private final FigshareConfig config;
    private final ObjectMapper json;
    private final UploadAddresses addresses;
    private final UploadRequests requests;
    private final Breaker breaker;
    private final Tracer tracer;
    private final Semaphore bulkhead;

    UploadHost(
            FigshareConfig config,
            FigshareHeaders headers,
            ObjectMapper json,
            Vertx vertx,
            MeterRegistry metrics,
            Tracer tracer) {
        long minRate = config.uploads().minRate().asLongValue();
        if (minRate < MIN_RATE || minRate > MAX_RATE) {
            throw new IllegalArgumentException("figshare.uploads.min-rate must be 1K to 1G");
        }
        this.config = config;
        this.json = json;
        this.addresses = new UploadAddresses(config.uploadHosts());
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

    /** The source of a part's bytes, in order. */
    @FunctionalInterface
    public interface Bytes {

        /** Fills the block with the next bytes. */
        void read(ByteBuffer block);
    }

    /**
     * Reads the state of an upload.
     *
     * @param size of the file in bytes, which the parts must cover
     * @throws FigshareFailure if the host does not answer or its answer is an error or malformed
     */
    public Upload upload(String address, long size) {
        URI upload = addresses.requireAllowed(address);
        Buffer answer = call("GET upload", upload, config.timeout(), deadline -> requests.get(upload, deadline));
        try {
            return Upload.of(json.readTree(answer.getBytes()), size);
        } catch (IOException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
    }

    /**
     * Sends the bytes of a part.
     *
     * @throws FigshareFailure {@code REFUSED} if somebody else is sending the part or has sent it; another kind if the
     * host fails
     */
    public void send(String address, Upload.Part part, Bytes bytes) {
        URI upload = addresses.requireAllowed(address);
        Duration timeout = config.timeout()
                .plusSeconds(part.size() / config.uploads().minRate().asLongValue());
        call("PUT part", upload, timeout, deadline -> {
            Buffer answer = requests.put(URI.create(upload + "/" + part.number()), part.size(), bytes, deadline);
            if (answer.length() > 0 && answer.getByte(0) == '<') {
                throw FigshareFailure.answered(Kind.BLOCKED, null, null); // An HTML page of a proxy.
            }
            return answer;
        });
    }

    private Buffer call(String operation, URI upload, Duration timeout, LongFunction<Buffer> request) {
        if (!tryEnter(timeout)) {
            throw FigshareFailure.busy(RETRY_AFTER_BUSY);
        }
        Span span = tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("server.address", upload.getHost())
                .startSpan();
        try {
            return breaker.run(
                    () -> {
                        breaker.countSent();
                        return request.apply(System.nanoTime() + timeout.toNanos());
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

    private boolean tryEnter(Duration timeout) {
        try {
            return bulkhead.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            throw UploadRequests.interrupted(interruption);
        }
    }
}
