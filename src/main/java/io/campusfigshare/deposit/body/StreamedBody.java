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
 * The body of a request as a stream. No more is taken from the connection than is about to be read; the framework's own
 * stream does that, too, but passes each piece from thread to thread on its own, which costs more than all the rest.
 */
public final class StreamedBody extends InputStream {

    private static final ProblemType CUT = new ProblemType("body-cut", 400, "The body is incomplete");
    private static final ProblemType ENDING = new ProblemType("stopping", 503, "The process is ending");
    private static final ProblemType SLOW = new ProblemType("request-timeout", 408, "The body took too long");

    private static final long MUCH = 1024 * 1024;
    private static final long LITTLE = 512 * 1024;

    private final HttpServerRequest request;
    private final Duration patience;
    private final Consumer<StreamedBody> atEnd;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private @Nullable Buffer current;
    private int read;
    private boolean begun;
    private boolean ended;

    /** Null bytes are the end, or what put an end to it. */
    private record Piece(@Nullable Buffer bytes, @Nullable IOException failure) {}

    /**
     * @param patience how long its sender may send nothing
     * @param atEnd is told when nobody will read on
     */
    StreamedBody(HttpServerRequest request, Duration patience, Consumer<StreamedBody> atEnd) {
        this.request = request;
        this.patience = patience;
        this.atEnd = atEnd;
    }

    /** No more of it is read than has come. */
    void stop() {
        pieces.add(new Piece(null, new InterruptedIOException("The process is ending")));
    }

    @Override
    public void close() {
        atEnd.accept(this);
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
        if (before >= LITTLE && before - bytes.length() < LITTLE) {
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
                    if (waiting.addAndGet(bytes.length()) > MUCH) {
                        request.pause();
                        if (waiting.get() < LITTLE) {
                            request.resume(); // All has been read between the two lines above.
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
            Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new SocketTimeoutException("Nothing has come for " + patience);
            }
            return piece;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(stopping.getMessage());
        }
    }

    /** Whoever sent the body is gone, or has sent nothing for too long. */
    public static Problem cut(@Nullable IOException why) {
        String what = "Send the same request again: what has arrived is kept.";
        return switch (why) {
            case SocketTimeoutException slow -> new Problem(SLOW, what);
            case InterruptedIOException ending -> new Problem(ENDING, what, Duration.ofSeconds(1), ending);
            case null, default -> new Problem(CUT, what);
        };
    }
}
