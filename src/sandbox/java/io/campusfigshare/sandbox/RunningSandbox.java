package io.campusfigshare.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox that listens on a port of 127.0.0.1. It has a Vert.x instance of its own, so that it neither blocks the
 * service's event loops nor counts in its HTTP metrics. Micrometer also refuses a second server beside one on a random
 * port; that server then accepts connections but never answers.
 */
public final class RunningSandbox implements AutoCloseable {

    private final Vertx vertx;
    private final int port;

    private RunningSandbox(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Runs a sandbox in a process of its own, on the port that the argument names. */
    public static void main(String... arguments) {
        start(Integer.parseInt(arguments[0]), null);
    }

    /** Starts a sandbox on a free port, for a service in another process. */
    public static RunningSandbox start() {
        return start(0, null);
    }

    /**
     * @param port 0 selects any free port
     * @param tokenUrl the endpoint to which /sandbox/token redirects, or null if there is none
     */
    static RunningSandbox start(int port, @Nullable String tokenUrl) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return new RunningSandbox(
                    vertx, await(new SandboxServer(vertx, InstantSource.system(), tokenUrl).listen(port)));
        } catch (CompletionException failure) {
            await(vertx.close());
            throw failure;
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the settings with which a service in another process uses this sandbox as its Figshare. */
    public Map<String, String> settings() {
        return SandboxDefaults.figshareAt(url());
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
