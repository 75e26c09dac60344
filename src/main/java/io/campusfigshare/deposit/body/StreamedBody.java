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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream. It pauses the connection while enough bytes wait to be read. The reader of a large
 * block is woken once for many buffers: waking a thread for each costs more than all other steps together.
 */
public final class StreamedBody extends InputStream {

    private static final ProblemType CUT = new ProblemType("body-cut", 400, "The body is incomplete");
    private static final ProblemType STOPPING = new ProblemType("stopping", 503, "The process is stopping");
    private static final ProblemType SLOW = new ProblemType("request-timeout", 408, "The body took too long");

    private static final int MAX_WAITING = 1024 * 1024;

    private final HttpServerRequest request;
    private final Duration readTimeout;
    private final Consumer<StreamedBody> onClose;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private Deque<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private int wantedBytes;
    private long lastProgress;
    private boolean paused;
    private boolean ended;
    private @Nullable IOException failure;

    // Only the reader uses these.
    private Deque<Buffer> taken = new ArrayDeque<>();
    private int read;
    private boolean begun;

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
        end(new InterruptedIOException("The process is stopping"));
    }

    /**
     * Makes the reader fail if it has waited for too long. One timer checks all bodies: a timer for each wait would cost
     * more than the wait.
     */
    void endIfSlow() {
        lock.lock();
        try {
            if (wantedBytes > 0 && System.nanoTime() - lastProgress > readTimeout.toNanos()) {
                end(new SocketTimeoutException("Nothing was received for " + readTimeout));
            }
        } finally {
            lock.unlock();
        }
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
        return await(1) ? take(bytes, offset, length) : -1;
    }

    @Override
    public int readNBytes(byte[] bytes, int offset, int length) throws IOException {
        int total = 0;
        while (total < length && await(length - total)) {
            total += take(bytes, offset + total, length - total);
        }
        return total;
    }

    private int take(byte[] bytes, int offset, int length) {
        int total = 0;
        for (Buffer piece = taken.peek(); piece != null && total < length; piece = taken.peek()) {
            int part = Math.min(length - total, piece.length() - read);
            piece.getBytes(read, read + part, bytes, offset + total);
            total += part;
            read += part;
            if (read == piece.length()) {
                taken.remove();
                read = 0;
            }
        }
        return total;
    }

    /** Waits until this number of bytes has been received, or as many as may wait. Returns false at the end. */
    private boolean await(int wanted) throws IOException {
        if (!taken.isEmpty()) {
            return true;
        }
        begin();
        boolean resume;
        lock.lock();
        try {
            wantedBytes = Math.min(wanted, MAX_WAITING);
            lastProgress = System.nanoTime();
            while (waitingBytes < wantedBytes && !ended) {
                changed.await();
            }
            wantedBytes = 0;
            if (waitingBytes == 0 && failure != null) {
                throw failure;
            }
            Deque<Buffer> empty = taken;
            taken = waiting;
            waiting = empty;
            waitingBytes = 0;
            resume = paused;
            paused = false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(stopping.getMessage());
        } finally {
            lock.unlock();
        }
        if (resume) {
            request.resume();
        }
        return !taken.isEmpty();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (request.isEnded()) {
            end(null);
            return;
        }
        request.pause();
        request.handler(this::receive)
                .endHandler(all -> end(null))
                .exceptionHandler(broken -> end(new IOException(broken)));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void receive(Buffer bytes) {
        lock.lock();
        try {
            if (ended) {
                return; // The process is stopping.
            }
            waiting.add(bytes);
            waitingBytes += bytes.length();
            lastProgress = System.nanoTime();
            if (waitingBytes >= MAX_WAITING) {
                paused = true;
                request.pause();
            }
            if (wantedBytes > 0 && waitingBytes >= wantedBytes) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = why;
            }
            changed.signal();
        } finally {
            lock.unlock();
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
