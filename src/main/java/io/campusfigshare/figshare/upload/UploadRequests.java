package io.campusfigshare.figshare.upload;

import io.campusfigshare.figshare.FigshareAnswers;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareFailure.Kind;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The HTTP requests to the upload host. Blocks the calling thread. {@code deadline} is a time of
 * {@link System#nanoTime}.
 */
final class UploadRequests {

    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
    private static final int BLOCK_BYTES = 512 * 1024;

    private final HttpClient http;
    private final String userAgent;
    private final Duration timeout;
    private final Queue<Blocks> free = new ConcurrentLinkedQueue<>();

    UploadRequests(HttpClient http, String userAgent, Duration timeout) {
        this.http = http;
        this.userAgent = userAgent;
        this.timeout = timeout;
    }

    /** Two blocks that are used by turns. There are as many pairs as there were parts at once. */
    private static final class Blocks {

        private ByteBuffer current = ByteBuffer.allocateDirect(BLOCK_BYTES);
        private ByteBuffer other = ByteBuffer.allocateDirect(BLOCK_BYTES);

        ByteBuffer next() {
            ByteBuffer next = other;
            other = current;
            current = next;
            return next;
        }
    }

    Buffer get(URI address, long deadline) {
        HttpClientRequest request = request(HttpMethod.GET, address);
        return answer(request, response -> future(request.end()), deadline);
    }

    Buffer put(URI address, long size, UploadHost.Bytes bytes, long deadline) {
        HttpClientRequest request = request(HttpMethod.PUT, address);
        request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(size))
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        return answer(request, response -> send(request, response, size, bytes), deadline);
    }

    /**
     * Sends the bytes in blocks. Two blocks are in memory: one is written to the socket while the next is read. They
     * are outside of the heap, so that no byte is copied on the way from the file to the socket.
     */
    private CompletableFuture<Void> send(
            HttpClientRequest request, CompletableFuture<?> response, long size, UploadHost.Bytes bytes) {
        Blocks blocks = Objects.requireNonNullElseGet(free.poll(), Blocks::new);
        CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);
        for (long left = size; left > 0; ) {
            if (response.isDone()) {
                // An answer before the end of the body is a refusal.
                return CompletableFuture.failedFuture(FigshareFailure.garbled(null));
            }
            ByteBuffer block = blocks.next().clear().limit((int) Math.min(BLOCK_BYTES, left));
            left -= block.limit();
            bytes.read(block);
            Buffer filled = wrap(block.flip());
            CompletableFuture<Void> written = future(left > 0 ? request.write(filled) : request.end(filled));
            await(CompletableFuture.anyOf(response, previous));
            previous = written;
        }
        return previous.thenRun(() -> free.add(blocks)); // After a failure the connection may still use them.
    }

    @SuppressWarnings("deprecation") // Vert.x has no other way to send memory outside of the heap.
    private static Buffer wrap(ByteBuffer block) {
        return Buffer.buffer(Unpooled.wrappedBuffer(block));
    }

    private HttpClientRequest request(HttpMethod method, URI address) {
        return await(before(
                System.nanoTime() + timeout.toNanos(),
                future(http.request(new RequestOptions()
                        .setMethod(method)
                        .setAbsoluteURI(address.toString())
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.USER_AGENT, userAgent)))));
    }

    /** Returns the body of the answer. Closes the connection if anything goes wrong. */
    private static Buffer answer(
            HttpClientRequest request,
            Function<CompletableFuture<HttpClientResponse>, CompletableFuture<Void>> send,
            long deadline) {
        boolean done = false;
        try {
            CompletableFuture<HttpClientResponse> response =
                    before(deadline, future(request.response().map(UploadRequests::paused)));
            CompletableFuture<Void> sending = send.apply(response);
            // Look at the answer first: it says more than the failure to send the body.
            await(CompletableFuture.anyOf(response, sending));
            HttpClientResponse answer = await(response);
            if (answer.statusCode() == 200) {
                await(before(deadline, sending));
            }
            if (!sending.isDone() || sending.isCompletedExceptionally()) {
                throw failure(answer);
            }
            Buffer body = await(before(deadline, body(answer)));
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

    /**
     * Pauses the response until its body is read. The code that reads the body notices a connection that broke
     * meanwhile.
     */
    private static HttpClientResponse paused(HttpClientResponse response) {
        return response.exceptionHandler(reset -> {}).pause();
    }

    private static CompletableFuture<Buffer> body(HttpClientResponse response) {
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(body::completeExceptionally)
                .endHandler(end -> body.complete(read))
                .handler(chunk -> {
                    if (read.length() + chunk.length() > MAX_ANSWER_BYTES) {
                        body.completeExceptionally(new IOException("The answer is too long"));
                    } else {
                        read.appendBuffer(chunk);
                    }
                })
                .resume();
        return body;
    }

    /** Maps the status to a failure; the bodies of the host's error answers are empty (FACTS 4.1). */
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

    private static <T> CompletableFuture<T> future(Future<T> call) {
        return call.toCompletionStage().toCompletableFuture();
    }

    /** Fails the call at the deadline: a timer for each wait would cost more than the wait. */
    private static <T> CompletableFuture<T> before(long deadline, CompletableFuture<T> call) {
        return call.orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private static <T> T await(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TimeoutException late
                    ? FigshareFailure.slow(late)
                    : FigshareFailure.unreachable(failed);
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    static IllegalStateException interrupted(InterruptedException interruption) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Stopped while sending a file", interruption);
    }
}
