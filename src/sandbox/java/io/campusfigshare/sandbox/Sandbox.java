package io.campusfigshare.sandbox;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterResources;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and stops the sandbox Figshare together with the service. */
@ApplicationScoped
@RegisterResources(globs = "sandbox/*.json")
class Sandbox {

    private static final Logger LOG = Logger.getLogger(Sandbox.class);

    private final SandboxConfig config;
    private final Optional<String> provider;
    private @Nullable Vertx vertx;

    Sandbox(SandboxConfig config, @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> provider) {
        this.config = config;
        this.provider = provider;
    }

    // Runs before all other startup observers, because they may call Figshare.
    void start(@Observes @Priority(1) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        Vertx created = newVertx();
        vertx = created;
        int port = await(new SandboxServer(created, InstantSource.system(), tokenUrl()).listen(config.port()));
        LOG.infof("Sandbox Figshare listens at http://127.0.0.1:%d/v2, its control API at /sandbox", port);
    }

    /**
     * Returns the token endpoint of dev mode's provider, whose port differs at each start, or null outside dev mode.
     */
    private @Nullable String tokenUrl() {
        return LaunchMode.current().isDev()
                ? provider.map(url -> url + "/token").orElse(null)
                : null;
    }

    void stop(@Observes ShutdownEvent event) {
        Vertx created = vertx;
        if (created != null) {
            await(created.close());
            vertx = null;
        }
    }

    // A Vert.x instance of its own, so that the sandbox neither blocks the service's event loops nor counts in its HTTP
    // metrics. Micrometer also refuses a second server beside one on a random port; that server then accepts
    // connections
    // but never answers.
    private static Vertx newVertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
