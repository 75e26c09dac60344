package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.figshare.TokenConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxStartTest {

    private record Config(boolean enabled, int port) implements SandboxConfig {}

    private record Token(Optional<String> token, Optional<Path> tokenFile, Optional<String> refreshToken)
            implements TokenConfig {

        @Override
        public Optional<String> clientId() {
            return refreshToken.map(token -> "client");
        }

        @Override
        public Optional<String> clientSecret() {
            return refreshToken.map(token -> "secret");
        }
    }

    @Test
    void theSandboxListensFromStartToStop() throws IOException {
        int port = freePort();
        Sandbox sandbox = sandbox(new Config(true, port), Optional.of(" "), Optional.empty());
        sandbox.start(new StartupEvent());
        assertThat(URI.create("http://127.0.0.1:" + port + "/v2/licenses")
                        .toURL()
                        .openStream())
                .isNotEmpty();
        sandbox.stop(new ShutdownEvent());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void theSandboxStaysOffUnlessEnabled() throws IOException {
        int port = freePort();
        sandbox(new Config(false, port), Optional.of("real"), Optional.empty()).start(new StartupEvent());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void theSandboxRefusesToStartBesideARealToken() {
        StartupEvent event = new StartupEvent();
        Sandbox withToken = sandbox(new Config(true, 0), Optional.of("real"), Optional.empty());
        Sandbox withFile = sandbox(new Config(true, 0), Optional.empty(), Optional.of("/run/secrets/token"));
        assertThatThrownBy(() -> withToken.start(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("figshare.sandbox.enabled=false");
        assertThatThrownBy(() -> withFile.start(event)).isInstanceOf(IllegalStateException.class);
        Sandbox withClient =
                new Sandbox(new Config(true, 0), new Token(Optional.empty(), Optional.empty(), Optional.of("refresh")));
        assertThatThrownBy(() -> withClient.start(event)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTakenPortStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sandbox sandbox = sandbox(new Config(true, taken.getLocalPort()), Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> sandbox.start(new StartupEvent())).hasRootCauseInstanceOf(BindException.class);
            sandbox.stop(new ShutdownEvent());
        }
    }

    private static Sandbox sandbox(SandboxConfig config, Optional<String> token, Optional<String> tokenFile) {
        return new Sandbox(config, new Token(token, tokenFile.map(Path::of), Optional.empty()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
