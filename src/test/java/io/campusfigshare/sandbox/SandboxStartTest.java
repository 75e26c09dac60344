package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.SandboxControl;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxStartTest {

    private record Config(boolean enabled, int port) implements SandboxConfig {}

    @Test
    void theSandboxListensFromStartToStop() throws IOException {
        int port = freePort();
        Sandbox sandbox = new Sandbox(new Config(true, port), Optional.empty());
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
        new Sandbox(new Config(false, port), Optional.empty()).start(new StartupEvent());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void anOccupiedPortStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sandbox sandbox = new Sandbox(new Config(true, taken.getLocalPort()), Optional.empty());
            assertThatThrownBy(() -> sandbox.start(new StartupEvent())).hasRootCauseInstanceOf(BindException.class);
            sandbox.stop(new ShutdownEvent());
        }
    }

    @Test
    void aLaterStartGivesNoNumberAgain() throws IOException {
        int port = freePort();
        SandboxControl control = new SandboxControl("http://127.0.0.1:" + port);
        List<Long> drafts = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            Sandbox sandbox = new Sandbox(new Config(true, port), Optional.empty());
            sandbox.start(new StartupEvent());
            drafts.add(control.draft(1495601, "{\"title\": \"One\"}"));
            drafts.add(control.draft(1495601, "{\"title\": \"Two\"}"));
            sandbox.stop(new ShutdownEvent());
        }
        assertThat(drafts).doesNotHaveDuplicates();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
