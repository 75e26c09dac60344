package io.campusfigshare.figshare.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareFailure.Kind;
import io.campusfigshare.figshare.FigshareHeaders;
import io.campusfigshare.figshare.guard.Breaker;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Figshare's upload service, which takes a file in parts that it chooses itself (FACTS 1.3). Whoever knows an upload's
 * address may write to it, and its host is named by an answer: it is none but an allowed one, is sent no credential and
 * no cookie, and its address stands in no log, metric or trace. It has its own breaker and bulkhead, and no pace, which
 * is the API's. For code that may block.
 */
@Singleton
public class UploadHost {

    private static final ProblemType FOREIGN =
            new ProblemType("foreign-upload-host", 502, "Figshare wants the file to be sent elsewhere");

    private static final int LONGEST_ANSWER = 16 * 1024 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long SLOWEST = 1024;
    private static final long FASTEST = 1L << 30;
    private static final int BLOCK = 128 * 1024;

    private final FigshareConfig config;
    private final boolean sandbox;
    private final String userAgent;
    private final ObjectMapper json;
    private final HttpClient http;
    private final Breaker breaker;
    private final Tracer tracer;
    private final Semaphore room;

    UploadHost(
            FigshareConfig config,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox,
            FigshareHeaders headers,
            ObjectMapper json,
            Vertx vertx,
            MeterRegistry metrics,
            Tracer tracer) {
        long minRate = config.uploads().minRate().asLongValue();
        if (minRate < SLOWEST || minRate > FASTEST) {
            throw new IllegalArgumentException("figshare.uploads.min-rate must be 1K to 1G");
        }
        this.config = config;
        this.sandbox = sandbox;
        this.userAgent = headers.userAgent();
        this.json = json;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        // Such a span would tell the address, which is all that one needs to write to the file.
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(config.uploads().maxConcurrent()));
        this.breaker = new Breaker("uploads", Breaker.Origin.CALLERS, config.breaker(), metrics);
        this.tracer = tracer;
        this.room = new Semaphore(config.uploads().maxConcurrent(), true);
    }

    /** Where an upload stands. */
    public enum Status {
        PENDING,
        COMPLETED,
        ABORTED
    }

    /** An upload, whose parts cover the file without gaps. */
    public record Upload(Status status, List<Part> parts) {}

    /**
     * A part of a file.
     *
     * @param start    the first byte that belongs to it
     * @param size     how many bytes it has
     * @param complete whether the host has them
     * @param locked   whether somebody is sending them
     */
    public record Part(int number, long start, long size, boolean complete, boolean locked) {}

    /** The bytes of a part, as often as they are wanted. */
    @FunctionalInterface
    public interface Bytes {

        /** So many of the next ones. */
        Buffer next(int length);
    }

    /**
     * How far an upload has come.
     *
     * @param size of the file, which the parts must amount to
     * @return fails with {@link FigshareFailure}
     */
    public Upload upload(String address, long size) {
        URI upload = allowed(address);
        Buffer answer = sent("GET upload", upload, config.timeout(), until -> {
            HttpClientRequest request = request(HttpMethod.GET, upload, "");
            return answer(request, response -> of(request.end()), until);
        });
        return upload(answer, size);
    }

    /**
     * Sends the bytes of a part.
     *
     * @throws FigshareFailure for whatever the host did; {@code REFUSED} where somebody is sending it, or has
     */
    public void send(String address, Part part, Bytes bytes) {
        URI upload = allowed(address);
        Duration longest = config.timeout()
                .plusSeconds(part.size() / config.uploads().minRate().asLongValue());
        sent("PUT part", upload, longest, until -> {
            HttpClientRequest request = request(HttpMethod.PUT, upload, "/" + part.number());
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.size()))
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
            Buffer answer = answer(request, response -> pumped(request, response, part.size(), bytes, until), until);
            if (answer.length() > 0 && answer.getByte(0) == '<') {
                throw FigshareFailure.answered(Kind.BLOCKED, null, null); // A page of somebody in between.
            }
            return answer;
        });
    }

    /** Two blocks are under way at most: one on its way to the socket while the next is read. */
    private static CompletableFuture<Void> pumped(
            HttpClientRequest request, CompletableFuture<?> response, long size, Bytes bytes, long until) {
        CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
        for (long left = size; left > 0; ) {
            if (response.isDone()) {
                // An answer before the end is a refusal: the rest would be sent for nothing.
                return CompletableFuture.failedFuture(FigshareFailure.garbled(null));
            }
            Buffer block = bytes.next((int) Math.min(BLOCK, left));
            left -= block.length();
            CompletableFuture<Void> written = of(left > 0 ? request.write(block) : request.end(block));
            await(CompletableFuture.anyOf(response, before), until);
            before = written;
        }
        return before;
    }

    private Buffer sent(String what, URI upload, Duration longest, LongFunction<Buffer> call) {
        if (!entered(longest)) {
            throw FigshareFailure.busy(Duration.ofSeconds(5));
        }
        Span span = tracer.spanBuilder(what)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("server.address", upload.getHost())
                .startSpan();
        try {
            return breaker.run(
                    () -> {
                        breaker.countSent();
                        return call.apply(System.nanoTime() + longest.toNanos());
                    },
                    Buffer.class);
        } catch (FigshareFailure failed) {
            span.setStatus(StatusCode.ERROR, failed.type().name());
            throw failed;
        } finally {
            span.end();
            room.release();
        }
    }

    private boolean entered(Duration patience) {
        try {
            return room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            throw interrupted(stopping);
        }
    }

    private HttpClientRequest request(HttpMethod method, URI upload, String part) {
        return await(
                of(http.request(new RequestOptions()
                        .setMethod(method)
                        .setAbsoluteURI(upload + part)
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.USER_AGENT, userAgent))),
                System.nanoTime() + config.timeout().toNanos());
    }

    /** The answer's body; a connection on which something went wrong is not used again. */
    private static Buffer answer(
            HttpClientRequest request,
            Function<CompletableFuture<HttpClientResponse>, CompletableFuture<Void>> send,
            long until) {
        boolean done = false;
        try {
            CompletableFuture<HttpClientResponse> response =
                    of(request.response().map(UploadHost::held));
            CompletableFuture<Void> sending = send.apply(response);
            // In that order: an answer says more than that the rest was not sent.
            await(CompletableFuture.anyOf(response, sending), until);
            HttpClientResponse answer = await(response, until);
            if (answer.statusCode() == 200) {
                await(sending, until);
            }
            if (!sending.isDone() || sending.isCompletedExceptionally()) {
                throw failure(answer);
            }
            Buffer body = await(body(answer), until);
            done = true;
            if (answer.statusCode() != 200) {
                throw failure(answer);
            }
            return body;
        } finally {
            if (!done) {
                request.reset();
            }
        }
    }

    /** Its body waits until it is asked for; that it ends early then is told by whoever asks. */
    private static HttpClientResponse held(HttpClientResponse response) {
        return response.exceptionHandler(reset -> {}).pause();
    }

    private static CompletableFuture<Buffer> body(HttpClientResponse response) {
        CompletableFuture<Buffer> whole = new CompletableFuture<>();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::completeExceptionally)
                .endHandler(end -> whole.complete(read))
                .handler(more -> {
                    if (read.length() + more.length() > LONGEST_ANSWER) {
                        whole.completeExceptionally(new IOException("The answer is too long"));
                    } else {
                        read.appendBuffer(more);
                    }
                })
                .resume();
        return whole;
    }

    /** Its answers have no body that would say more (FACTS 4.1). */
    private static FigshareFailure failure(HttpClientResponse response) {
        int status = response.statusCode();
        Kind kind = switch (status) {
            case 404, 410 -> Kind.NOT_FOUND;
            case 409 -> Kind.REFUSED;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.BROKEN : Kind.BLOCKED;
        };
        return FigshareFailure.answered(
                kind, FigshareAnswers.retryAfter(response.getHeader(HttpHeaders.RETRY_AFTER)), null);
    }

    private Upload upload(Buffer answer, long size) {
        List<Part> parts = new ArrayList<>();
        Status status;
        try {
            JsonNode read = json.readTree(answer.getBytes());
            status = Status.valueOf(read.path("status").asText());
            for (JsonNode part : read.path("parts")) {
                long start = part.path("startOffset").asLong(-1);
                parts.add(new Part(
                        part.path("partNo").asInt(),
                        start,
                        part.path("endOffset").asLong(-1) - start + 1,
                        part.path("status").asText().equals("COMPLETE"),
                        part.path("locked").asBoolean()));
            }
        } catch (IOException | IllegalArgumentException garbled) {
            throw FigshareFailure.garbled(garbled);
        }
        parts.sort(Comparator.comparingLong(Part::start));
        long next = 0;
        for (Part part : parts) {
            if (part.start() != next || part.size() < 1 || part.number() < 1) {
                throw FigshareFailure.garbled(null);
            }
            next += part.size();
        }
        if (next != size) {
            throw FigshareFailure.garbled(null);
        }
        return new Upload(status, List.copyOf(parts));
    }

    private URI allowed(String address) {
        URI upload;
        try {
            upload = new URI(address);
        } catch (URISyntaxException none) {
            throw FigshareFailure.garbled(none);
        }
        String host = upload.getHost() == null ? "" : upload.getHost().toLowerCase(Locale.ROOT);
        boolean ours = sandbox && upload.toString().startsWith(sandboxOrigin() + "/");
        boolean theirs = "https".equals(upload.getScheme())
                && (upload.getPort() == -1 || upload.getPort() == 443)
                && config.uploadHosts().stream().anyMatch(allowed -> isOf(allowed.toLowerCase(Locale.ROOT), host));
        boolean plain = upload.getRawUserInfo() == null && upload.getRawQuery() == null && upload.getFragment() == null;
        if (!plain || !(ours || theirs)) {
            Log.errorf("Figshare names an upload host that figshare.upload-hosts does not: %s", host);
            throw new Problem(FOREIGN, "It names a host that is not allowed; the administrators know.");
        }
        return URI.create(address.replaceAll("/+$", ""));
    }

    private String sandboxOrigin() {
        URI api = URI.create(config.apiUrl());
        return api.getScheme() + "://" + api.getRawAuthority();
    }

    private static boolean isOf(String allowed, String host) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }

    private static <T> CompletableFuture<T> of(Future<T> asked) {
        return asked.toCompletionStage().toCompletableFuture();
    }

    private static <T> T await(CompletableFuture<T> asked, long until) {
        try {
            return asked.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw FigshareFailure.unreachable(failed);
        } catch (TimeoutException late) {
            throw FigshareFailure.slow(late);
        } catch (InterruptedException stopping) {
            throw interrupted(stopping);
        }
    }

    private static IllegalStateException interrupted(InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Stopped while sending a file", stopping);
    }
}
