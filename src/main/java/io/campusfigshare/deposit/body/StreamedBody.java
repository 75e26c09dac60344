package io.campusfigshare.deposit.body;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream. It pauses the connection while enough bytes wait to be read. The framework's own
 * stream does so, too, but hands over each buffer between threads separately, which costs more than all other steps
 * together.
 */
public final class StreamedBody extends InputStream {

    private static final ProblemType CUT = new ProblemType("body-cut", 400, "The body is incomplete");
    private static final ProblemType STOPPING = new ProblemType("stopping", 503, "The process is stopping");
    private static final ProblemType SLOW = new ProblemType("request-timeout", 408, "The body took too long");

    private static final long PAUSE_ABOVE = 1024 * 1024;
    private static final long RESUME_BELOW = 512 * 1024;

    private final HttpServerRequest request;
    private final Duration readTimeout;
    private final Consumer<StreamedBody> onClose;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private @Nullable Buffer current;
    private int read;
    private boolean begun;
    private boolean ended;

    /** A buffer; or, with null bytes, the end of the body or the failure that ended it. */
    private record Piece(@Nullable Buffer bytes, @Nullable IOException failure) {}

    /**
     * @param readTimeout how long to wait for further bytes at most
     * @param onClose called when the stream is closed
     */
    StreamedBody(HttpServerRequest request, Duration readTimeout, Consumer<StreamedBody> onClose) {
        this.request = request;
        this.readTimeout = readTimeout;
        this.onClose = onClose;
    }

    /** Makes the reader fail once it has read the bytes that were received. */
    void stop() {
        pieces.add(new Piece(null, new InterruptedIOException("The process is stopping")));
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Buffer piece = current;
        if (piece == null) {
            piece = next();
            if (piece == null) {
                return -1;
            }
        }
        int taken = Math.min(length, piece.length() - read);
        piece.getBytes(read, read + taken, bytes, offset);
        read += taken;
        current = read < piece.length() ? piece : null;
        return taken;
    }

    private @Nullable Buffer next() throws IOException {
        if (ended) {
            return null;
        }
        begin();
        Piece piece = poll();
        Buffer bytes = piece.bytes();
        if (bytes == null) {
            ended = true;
            if (piece.failure() != null) {
                throw piece.failure();
            }
            return null;
        }
        read = 0;
        long before = waiting.getAndAdd(-bytes.length());
        if (before >= RESUME_BELOW && before - bytes.length() < RESUME_BELOW) {
            request.resume();
        }
        return bytes;
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (request.isEnded()) {
            pieces.add(new Piece(null, null));
            return;
        }
        request.pause();
        request.handler(bytes -> {
                    pieces.add(new Piece(bytes, null));
                    if (waiting.addAndGet(bytes.length()) > PAUSE_ABOVE) {
                        request.pause();
                        if (waiting.get() < RESUME_BELOW) {
                            request.resume(); // The reader may have read all bytes since the check above.
                        }
                    }
                })
                .endHandler(end -> pieces.add(new Piece(null, null)))
                .exceptionHandler(failure -> pieces.add(new Piece(null, new IOException(failure))));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private Piece poll() throws IOException {
        try {
            Piece piece = pieces.poll(readTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new SocketTimeoutException("Nothing was received for " + readTimeout);
            }
            return piece;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(stopping.getMessage());
        }
    }

    /**
     * Returns the problem for a body that cannot be read to its end: the connection closed, was too slow, or the
     * process stops.
     */
    public static Problem incomplete(@Nullable IOException why) {
        String detail = "Repeat the request: received parts are not lost.";
        return switch (why) {
            case SocketTimeoutException slow -> new Problem(SLOW, detail);
            case InterruptedIOException stopping -> new Problem(STOPPING, detail, Duration.ofSeconds(1), stopping);
            case null, default -> new Problem(CUT, detail);
        };
    }
}
